namespace EdgeVision.Kernels.Tests.Support;

/// <summary>Images, windows and paddings that reach every edge.</summary>
internal static class WindowCases
{
    private static readonly (int Height, int Width)[] Images = [(1, 1), (2, 5), (5, 4), (7, 9)];
    private static readonly (int Height, int Width)[] Kernels = [(1, 1), (3, 3), (2, 3), (5, 4)];
    private static readonly (int Height, int Width)[] Strides = [(1, 1), (2, 2), (1, 3)];
    private static readonly (int Height, int Width)[] Dilations = [(1, 1), (2, 2), (1, 3), (3, 1)];

    public static IEnumerable<(TensorShape Input, TensorShape Output, Window Window)> All()
    {
        var combinations =
            from image in Images
            from kernel in Kernels
            from stride in Strides
            from dilation in Dilations
            select (image, kernel, stride, dilation);
        int batch = 1;
        foreach (var (image, kernel, stride, dilation) in combinations)
        {
            var input = new TensorShape(batch, image.Height, image.Width, 1);
            batch = 3 - batch;
            Window same = Window.Same(
                input, kernel.Height, kernel.Width, stride.Height, stride.Width, dilation.Height, dilation.Width);
            yield return (input, SameOutput(input, same), same);

            Window valid = Window.Valid(kernel.Height, kernel.Width, stride.Height, stride.Width, dilation.Height, dilation.Width);
            TensorShape output = ValidOutput(input, valid);
            if (output.Height > 0 && output.Width > 0)
                yield return (input, output, valid);
        }
    }

    public static TensorShape SameOutput(TensorShape input, Window window) => input with
    {
        Height = Window.SameOutput(input.Height, window.StrideHeight),
        Width = Window.SameOutput(input.Width, window.StrideWidth),
    };

    public static TensorShape ValidOutput(TensorShape input, Window window) => input with
    {
        Height = Window.ValidOutput(input.Height, window.KernelHeight, window.StrideHeight, window.DilationHeight),
        Width = Window.ValidOutput(input.Width, window.KernelWidth, window.StrideWidth, window.DilationWidth),
    };
}
