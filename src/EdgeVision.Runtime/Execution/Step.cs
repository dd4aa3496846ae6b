using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>
/// One prepared operation with its tensors. Running allocates nothing, never throws, and takes a bounded time. The work is a number of
/// units; ranges of them may run at the same time and in any order, unless what the step reads and writes shares bytes by its lead.
/// </summary>
internal abstract class Step(int[] reads, int writes)
{
    /// <summary>Indices of the tensors read at each run, constants included; weights that were packed are not among them.</summary>
    public int[] Reads => reads;

    /// <summary>Index of the tensor written at each run.</summary>
    public int Writes => writes;

    /// <summary>How many independent parts the work has; it does not depend on the CPU.</summary>
    public virtual int Units => 1;

    /// <summary>How many units are computed at once; a range of fewer takes as long.</summary>
    public virtual int Granule => 1;

    /// <summary>The tensors of which there are only strips, for each thread its own, while the step runs.</summary>
    public virtual int[] StripsOf => [];

    /// <summary>Bytes of one thread's strips.</summary>
    public virtual int StripBytes => 0;

    /// <summary>Computes some units.</summary>
    public abstract void Run(TensorMemory memory, WorkRange range);
}

/// <summary>One int8 tensor in, one int8 tensor out, in one piece.</summary>
internal sealed class UnaryStep(int input, int output, UnaryStep.Kernel kernel) : Step([input], output)
{
    public delegate void Kernel(ReadOnlySpan<sbyte> input, Span<sbyte> output);

    /// <summary>What the kernel is a method of.</summary>
    public object? Operation => kernel.Target;

    public override void Run(TensorMemory memory, WorkRange range) => kernel(memory.Get<sbyte>(input), memory.Get<sbyte>(Writes));
}

/// <summary>One int8 tensor in, one int8 tensor out, by rows or pixels.</summary>
internal sealed class OperationStep(int input, int output, TensorOperation operation) : Step([input], output)
{
    public TensorOperation Operation => operation;

    public override int Units => operation.Units;

    public override int Granule => operation.Granule;

    public override void Run(TensorMemory memory, WorkRange range) =>
        operation.Run(memory.Get<sbyte>(input), memory.Get<sbyte>(Writes), range.First, range.Count);
}

/// <summary>Every element of a tensor looked up in a table.</summary>
internal sealed class TableStep(int input, int elements, int output, LookupTable table) : Step([input], output)
{
    private const int CacheLine = 64;

    public LookupTable Table => table;

    public override int Units => elements;

    public override int Granule => CacheLine;

    public override void Run(TensorMemory memory, WorkRange range) =>
        table.Run(
            memory.Get<sbyte>(input).Slice(range.First, range.Count), memory.Get<sbyte>(Writes).Slice(range.First, range.Count));
}

/// <summary>Two int8 tensors in, one int8 tensor out, by rows.</summary>
internal sealed class BinaryStep(int first, int second, int output, BinaryOperation operation) : Step([first, second], output)
{
    public BinaryOperation Operation => operation;

    public override int Units => operation.Units;

    public override void Run(TensorMemory memory, WorkRange range) =>
        operation.Run(memory.Get<sbyte>(first), memory.Get<sbyte>(second), memory.Get<sbyte>(Writes), range.First, range.Count);
}

/// <summary>One tensor in, one out, of different element types.</summary>
internal sealed class ConvertingStep<TIn, TOut>(int input, int output, ConvertingStep<TIn, TOut>.Kernel kernel) : Step([input], output)
    where TIn : unmanaged
    where TOut : unmanaged
{
    public delegate void Kernel(ReadOnlySpan<TIn> input, Span<TOut> output);

    /// <summary>What the kernel is a method of.</summary>
    public object? Operation => kernel.Target;

    public override void Run(TensorMemory memory, WorkRange range) => kernel(memory.Get<TIn>(input), memory.Get<TOut>(Writes));
}

/// <summary>Several int8 tensors in, one out.</summary>
internal sealed class ConcatenationStep(int[] inputs, int output, Concatenation concatenation) : Step(inputs, output)
{
    public Concatenation Concatenation => concatenation;

    public override void Run(TensorMemory memory, WorkRange range)
    {
        for (int i = 0; i < Reads.Length; i++)
            concatenation.RunInput(i, memory.Get<sbyte>(Reads[i]), memory.Get<sbyte>(Writes));
    }
}

/// <summary>A copy, for operators that only rename bytes when their tensors cannot share them.</summary>
internal sealed class CopyStep(int input, int output, int bytes) : Step([input], output)
{
    public override void Run(TensorMemory memory, WorkRange range) =>
        memory.GetBytes(input, bytes).CopyTo(memory.GetBytes(Writes, bytes));
}
