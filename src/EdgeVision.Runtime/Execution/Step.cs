using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>One prepared operation with its tensors. Running allocates nothing, never throws, and takes a bounded time.</summary>
internal abstract class Step(int[] reads, int writes)
{
    /// <summary>Indices of the tensors read at each run, constants included; weights that were packed are not among them.</summary>
    public int[] Reads => reads;

    /// <summary>Index of the tensor written at each run.</summary>
    public int Writes => writes;

    public abstract void Run(TensorMemory memory);
}

/// <summary>One int8 tensor in, one int8 tensor out.</summary>
internal sealed class UnaryStep(int input, int output, UnaryStep.Kernel kernel) : Step([input], output)
{
    public delegate void Kernel(ReadOnlySpan<sbyte> input, Span<sbyte> output);

    public override void Run(TensorMemory memory) => kernel(memory.Get<sbyte>(input), memory.Get<sbyte>(Writes));
}

/// <summary>Two int8 tensors in, one int8 tensor out.</summary>
internal sealed class BinaryStep(int first, int second, int output, BinaryStep.Kernel kernel) : Step([first, second], output)
{
    public delegate void Kernel(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output);

    public override void Run(TensorMemory memory) =>
        kernel(memory.Get<sbyte>(first), memory.Get<sbyte>(second), memory.Get<sbyte>(Writes));
}

/// <summary>One tensor in, one out, of different element types.</summary>
internal sealed class ConvertingStep<TIn, TOut>(int input, int output, ConvertingStep<TIn, TOut>.Kernel kernel) : Step([input], output)
    where TIn : unmanaged
    where TOut : unmanaged
{
    public delegate void Kernel(ReadOnlySpan<TIn> input, Span<TOut> output);

    public override void Run(TensorMemory memory) => kernel(memory.Get<TIn>(input), memory.Get<TOut>(Writes));
}

/// <summary>Several int8 tensors in, one out.</summary>
internal sealed class ConcatenationStep(int[] inputs, int output, Concatenation concatenation) : Step(inputs, output)
{
    public override void Run(TensorMemory memory)
    {
        for (int i = 0; i < Reads.Length; i++)
            concatenation.RunInput(i, memory.Get<sbyte>(Reads[i]), memory.Get<sbyte>(Writes));
    }
}

/// <summary>A copy, for operators that only rename bytes when their tensors cannot share them.</summary>
internal sealed class CopyStep(int input, int output, int bytes) : Step([input], output)
{
    public override void Run(TensorMemory memory) =>
        memory.GetBytes(input, bytes).CopyTo(memory.GetBytes(Writes, bytes));
}
