namespace EdgeVision.Kernels;

/// <summary>The chosen kernel of an operation, with the buffer lengths its <c>Run</c> insists on.</summary>
internal sealed class KernelBinding(Kernel kernel, PreparedKernel prepared, int inputLength, int outputLength, int units)
{
    public Kernel Kernel => kernel;

    public PreparedKernel Prepared => prepared;

    public int InputLength => inputLength;

    public int OutputLength => outputLength;

    public int Units => units;

    /// <summary>
    /// By how many elements the input must at least start after the output for both to share a buffer, in [−input length, output length];
    /// at these ends they share none.
    /// </summary>
    public int Lead => (int)Math.Clamp(prepared.Lead, -inputLength, outputLength);

    /// <summary>A convolution's kernel, whose units are output rows; the shapes are valid.</summary>
    public static KernelBinding ByRows(Kernel kernel, PreparedKernel prepared, ConvParameters parameters) => new(
        kernel, prepared, parameters.Input.Count, parameters.Output.Count, parameters.Output.Batch * parameters.Output.Height);

    /// <summary>The same kernel for fewer units of the same size; its lead is then longer than need be.</summary>
    public KernelBinding ForUnits(int fewer) => new(kernel, prepared, inputLength / units * fewer, outputLength / units * fewer, fewer);

    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        BufferLength.Check(input.Length, inputLength, nameof(input));
        BufferLength.Check(output.Length, outputLength, nameof(output));
        BufferLength.CheckRange(first, count, units);
        prepared.Run(input, output, first, count);
    }
}
