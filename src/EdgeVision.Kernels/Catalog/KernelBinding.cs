namespace EdgeVision.Kernels;

/// <summary>The chosen kernel of an operation, with the buffer lengths its <c>Run</c> insists on.</summary>
internal sealed class KernelBinding(Kernel kernel, PreparedKernel prepared, int inputLength, int outputLength, int units)
{
    public string KernelName => kernel.Name;

    public Isa Isa => kernel.Isa;

    public long PackedBytes => prepared.PackedBytes;

    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        BufferLength.Check(input.Length, inputLength, nameof(input));
        BufferLength.Check(output.Length, outputLength, nameof(output));
        prepared.Run(input, output, 0, units);
    }
}
