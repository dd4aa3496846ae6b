using System.Runtime.InteropServices;
using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Copies and concatenations.</summary>
internal static class LayoutSteps
{
    public static void Write(PlanWriter to, CopyStep step)
    {
        to.Int((int)StepKind.Copy);
        to.Tensor(step.Reads[0]);
        to.Tensor(step.Writes);
    }

    public static CopyStep ReadCopy(PlanReader from)
    {
        int input = from.Source(), output = from.Target(), bytes = from.ByteCount(output);
        if (from.ByteCount(input) != bytes)
            from.Fail("a copy between tensors of different sizes");
        from.RequireApart(input, output);
        return new CopyStep(input, output, bytes);
    }

    public static void Write(PlanWriter to, ConcatenationStep step)
    {
        ConcatenationParameters parameters = step.Concatenation.Parameters;
        to.Int((int)StepKind.Concatenation);
        to.Tensor(step.Writes);
        to.Int(parameters.Outer);
        to.Int(step.Reads.Length);
        for (int i = 0; i < step.Reads.Length; i++)
        {
            LookupTable? table = parameters.Rescale.Count == 0 ? null : parameters.Rescale[i];
            to.Tensor(step.Reads[i]);
            to.Int(parameters.InnerSizes[i]);
            to.Int(table is null ? 0 : 1);
            if (table is not null)
                to.Block(MemoryMarshal.AsBytes(table.Entries));
        }
    }

    public static ConcatenationStep ReadConcatenation(PlanReader from)
    {
        int output = from.Target(), outer = from.Int();
        var inputs = new int[from.Count(3 * sizeof(int), "number of inputs")];
        var sizes = new List<int>(inputs.Length);
        var tables = new List<LookupTable?>(inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = from.Source();
            sizes.Add(from.Int());
            tables.Add(from.Below(2, "table") == 1 ? ReadTable(from) : null);
            from.RequireApart(inputs[i], output);
        }

        var concatenation = Concatenation.Prepare(new ConcatenationParameters { Outer = outer, InnerSizes = sizes, Rescale = tables });
        int row = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            from.Require(inputs[i], TensorType.Int8, outer * sizes[i]);
            row += sizes[i];
        }

        from.Require(output, TensorType.Int8, outer * row);
        return new ConcatenationStep(inputs, output, concatenation);
    }

    private static unsafe LookupTable ReadTable(PlanReader from)
    {
        PackedBlock block = from.Block();
        return LookupTable.Restore(new ReadOnlySpan<sbyte>((void*)block.Start, (int)block.Length), from.Isa);
    }
}
