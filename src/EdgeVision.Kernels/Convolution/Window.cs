namespace EdgeVision.Kernels;

/// <summary>
/// A sliding window. Tap (ky, kx) of output (y, x) reads input row <c>y·StrideHeight − PadTop + ky·DilationHeight</c> and column
/// <c>x·StrideWidth − PadLeft + kx·DilationWidth</c>; taps outside the image contribute nothing, so the padding below and to the
/// right needs no number of its own.
/// </summary>
/// <param name="KernelHeight">Taps per column, ≥ 1.</param>
/// <param name="KernelWidth">Taps per row, ≥ 1.</param>
/// <param name="StrideHeight">Input rows between two output rows, ≥ 1.</param>
/// <param name="StrideWidth">Input columns between two output columns, ≥ 1.</param>
/// <param name="DilationHeight">Input rows between two taps, ≥ 1 (1 in pooling).</param>
/// <param name="DilationWidth">Input columns between two taps, ≥ 1 (1 in pooling).</param>
/// <param name="PadTop">Rows of the first window above the image, in [0, (KernelHeight−1)·DilationHeight].</param>
/// <param name="PadLeft">Columns of the first window left of the image, in [0, (KernelWidth−1)·DilationWidth].</param>
public readonly record struct Window(
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int DilationHeight,
    int DilationWidth,
    int PadTop,
    int PadLeft)
{
    /// <summary>The window of TensorFlow's SAME padding: of an odd total the smaller half comes before the image.</summary>
    public static Window Same(
        TensorShape input,
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int dilationHeight,
        int dilationWidth) =>
        new(
            kernelHeight,
            kernelWidth,
            strideHeight,
            strideWidth,
            dilationHeight,
            dilationWidth,
            SamePadding(input.Height, kernelHeight, strideHeight, dilationHeight),
            SamePadding(input.Width, kernelWidth, strideWidth, dilationWidth));

    /// <summary>The window of VALID padding: every tap is inside the image.</summary>
    public static Window Valid(
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int dilationHeight,
        int dilationWidth) =>
        new(kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, 0, 0);

    /// <summary>Output extent under SAME padding: <c>⌈input/stride⌉</c>.</summary>
    /// <exception cref="KernelException"><paramref name="stride"/> is not positive.</exception>
    public static int SameOutput(int input, int stride)
    {
        Require.Positive(stride, "stride");
        return (int)(((long)input + stride - 1) / stride);
    }

    /// <summary>
    /// Output extent under VALID padding: <c>⌈(input − (kernel−1)·dilation)/stride⌉</c>, 0 where the kernel does not fit.
    /// </summary>
    /// <exception cref="KernelException"><paramref name="stride"/> is not positive.</exception>
    public static int ValidOutput(int input, int kernel, int stride, int dilation)
    {
        Require.Positive(stride, "stride");
        long origins = input - (kernel - 1L) * dilation;
        return origins <= 0 ? 0 : (int)((origins + stride - 1) / stride);
    }

    private static int SamePadding(int input, int kernel, int stride, int dilation)
    {
        long reach = (SameOutput(input, stride) - 1L) * stride + (kernel - 1L) * dilation + 1;
        return (int)Math.Min(Math.Max(reach - input, 0) / 2, int.MaxValue);
    }
}
