#pragma warning disable CS1591, CA1822, IDE0060, CA1065, CA1716
namespace EdgeVision.Kernels;

public sealed class Mean
{
    public static Mean Prepare(MeanParameters parameters) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class Add
{
    public static Add Prepare(BinaryParameters parameters) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class Sub
{
    public static Sub Prepare(BinaryParameters parameters) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class Mul
{
    public static Mul Prepare(BinaryParameters parameters) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class Softmax
{
    public static Softmax Prepare(SoftmaxParameters parameters) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class LookupTable
{
    public ReadOnlySpan<sbyte> Entries => throw new NotSupportedException();
    public static LookupTable Logistic(Quantization input, Quantization output) => throw new NotSupportedException();
    public static LookupTable Tanh(Quantization input, Quantization output) => throw new NotSupportedException();
    public static LookupTable HardSwish(Quantization input, Quantization output) => throw new NotSupportedException();
    public static LookupTable Relu(Quantization input, Quantization output) => throw new NotSupportedException();
    public static LookupTable Relu6(Quantization input, Quantization output) => throw new NotSupportedException();
    public static LookupTable ReluN1To1(Quantization input, Quantization output) => throw new NotSupportedException();
    public static LookupTable Requantize(Quantization input, Quantization output) => throw new NotSupportedException();
    public static LookupTable RescaleUnsigned(Quantization input, Quantization output) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class ResizeBilinear
{
    public static ResizeBilinear Prepare(ResizeParameters parameters) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class ResizeNearest
{
    public static ResizeNearest Prepare(ResizeParameters parameters) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class ArgMax
{
    public static ArgMax Prepare(ArgMaxParameters parameters) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> input, Span<int> output) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> input, Span<long> output) => throw new NotSupportedException();
}

public sealed class Pad
{
    public static Pad Prepare(PadParameters parameters) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class Concatenation
{
    public static Concatenation Prepare(ConcatenationParameters parameters) => throw new NotSupportedException();
    public void RunInput(int index, ReadOnlySpan<sbyte> input, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class QuantizeFloat
{
    public static QuantizeFloat Prepare(Quantization output) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<float> input, Span<sbyte> output) => throw new NotSupportedException();
}

public sealed class Dequantize
{
    public static Dequantize Prepare(Quantization input) => throw new NotSupportedException();
    public void Run(ReadOnlySpan<sbyte> input, Span<float> output) => throw new NotSupportedException();
}
