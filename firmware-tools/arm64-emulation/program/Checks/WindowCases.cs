using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Images, windows and paddings that reach every edge, drawn by a seeded generator.</summary>
internal sealed class WindowCases(Prng prng)
{
    private const int Wide = 37; // more than the 32 pixels that kernels compute before they requantize

    private static readonly int[] Extents = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13];
    private static readonly int[] Channels = [1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 17, 24, 31, 32, 33, 40, 64, 96];

    public TensorShape Input { get; private set; }

    public TensorShape Output { get; private set; }

    public Window Window { get; private set; }

    public int Rows => Output.Batch * Output.Height;

    public int DrawChannels(int largest)
    {
        int count = 1;
        while (count < Channels.Length && Channels[count] <= largest)
            count++;
        return Channels[prng.Next(0, count - 1)];
    }

    /// <summary>Draws shapes with one channel; most windows are 3 × 3, many of stride 1, which kernels may treat on their own.</summary>
    public void Draw(int largestDilation)
    {
        do
        {
            Input = new TensorShape(prng.Next(1, 2), Extent(), prng.Next(0, 11) == 0 ? Wide : Extent(), 1);
            bool plain = prng.Next(0, 2) == 0, square = plain || prng.Next(0, 2) == 0;
            int kernelHeight = square ? 3 : prng.Next(1, 5), kernelWidth = square ? 3 : prng.Next(1, 5);
            int stride = plain ? 1 : prng.Next(1, 3), strideWidth = !plain && prng.Next(0, 3) == 0 ? prng.Next(1, 3) : stride;
            int dilation = !plain && prng.Next(0, 3) == 0 ? largestDilation : 1, dilationWidth = prng.Next(0, 5) == 0 ? 1 : dilation;
            if (prng.Next(0, 2) > 0)
            {
                Window = Window.Same(Input, kernelHeight, kernelWidth, stride, strideWidth, dilation, dilationWidth);
                Output = Input with { Height = Window.SameOutput(Input.Height, stride), Width = Window.SameOutput(Input.Width, strideWidth) };
            }
            else
            {
                Window = Window.Valid(kernelHeight, kernelWidth, stride, strideWidth, dilation, dilationWidth);
                Output = Input with
                {
                    Height = Window.ValidOutput(Input.Height, kernelHeight, stride, dilation),
                    Width = Window.ValidOutput(Input.Width, kernelWidth, strideWidth, dilationWidth),
                };
            }
        }
        while (Output.Height == 0 || Output.Width == 0);
    }

    /// <summary>One window over a whole image.</summary>
    public void SetWholeImage(int height, int width)
    {
        Input = new TensorShape(1, height, width, 1);
        Window = Window.Valid(height, width, 1, 1, 1, 1);
        Output = Input with { Height = 1, Width = 1 };
    }

    public void SetChannels(int inputs, int outputs) => (Input, Output) = (Input with { Channels = inputs }, Output with { Channels = outputs });

    public void Describe()
    {
        Describe(" ", Input);
        Describe(" -> ", Output);
        Activity.Add(", window ", Window.KernelHeight);
        Activity.Add("x", Window.KernelWidth);
        Activity.Add(" stride ", Window.StrideHeight);
        Activity.Add("x", Window.StrideWidth);
        Activity.Add(" dilation ", Window.DilationHeight);
        Activity.Add("x", Window.DilationWidth);
        Activity.Add(" padding ", Window.PadTop);
        Activity.Add(" ", Window.PadLeft);
    }

    private int Extent() => Extents[prng.Next(0, Extents.Length - 1)];

    private static void Describe(string before, TensorShape shape)
    {
        Activity.Add(before, shape.Batch);
        Activity.Add("x", shape.Height);
        Activity.Add("x", shape.Width);
        Activity.Add("x", shape.Channels);
    }
}
