using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>A sliding window as the file gives it, before the padding scheme is turned into numbers.</summary>
internal readonly record struct Geometry(
    Padding Padding, int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth)
{
    /// <summary>No height, width, stride or dilation beyond this is worth the care that its products would need.</summary>
    public const int Largest = 1 << 20;

    /// <summary>The window over <paramref name="input"/>, and the height and width of its output.</summary>
    public (Window Window, int Height, int Width) Resolve(OperatorContext op, TensorShape input)
    {
        foreach (int value in (ReadOnlySpan<int>)[KernelHeight, KernelWidth, StrideHeight, StrideWidth, DilationHeight, DilationWidth])
        {
            if (value is < 1 or > Largest)
                throw op.Refuse($"a window of {KernelHeight}x{KernelWidth}, stride {StrideHeight}x{StrideWidth}, dilation {DilationHeight}x{DilationWidth} is out of range");
        }

        if (Padding == Padding.Same)
        {
            return (
                Window.Same(input, KernelHeight, KernelWidth, StrideHeight, StrideWidth, DilationHeight, DilationWidth),
                Window.SameOutput(input.Height, StrideHeight),
                Window.SameOutput(input.Width, StrideWidth));
        }

        // In 64 bits: kernel and dilation are each in range, their product need not be.
        if (((KernelHeight - 1L) * DilationHeight) + 1 > input.Height || ((KernelWidth - 1L) * DilationWidth) + 1 > input.Width)
            throw op.Refuse($"a {KernelHeight}x{KernelWidth} window with VALID padding does not fit the {input.Height}x{input.Width} input");
        return (
            Window.Valid(KernelHeight, KernelWidth, StrideHeight, StrideWidth, DilationHeight, DilationWidth),
            Window.ValidOutput(input.Height, KernelHeight, StrideHeight, DilationHeight),
            Window.ValidOutput(input.Width, KernelWidth, StrideWidth, DilationWidth));
    }
}
