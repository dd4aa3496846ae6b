using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// Chains of operations that pass rows to each other: the geometry of the whole operations, from which the blocks of rows follow, and those
/// operations prepared for parts of the rows.
/// </summary>
internal static class StreamedSteps
{
    private const int MinChainBytes = 16 * sizeof(int), MinPartBytes = 15 * sizeof(int);

    public static void Write(PlanWriter to, StreamedStep step)
    {
        StreamedRows rows = step.Rows;
        to.Int((int)StepKind.Streamed);
        to.Tensor(step.Reads[0]);
        to.Strips(step.StripsOf, rows.StripLength);
        to.Tensor(step.Writes);
        to.Int(rows.Chain.Length);
        foreach (RowOperation operation in rows.Chain)
        {
            to.Shape(operation.Input);
            to.Shape(operation.Output);
            to.Window(operation.Window);
        }

        to.Int(rows.Parts.Count);
        foreach (PreparedPart part in rows.Parts)
        {
            to.Int(part.Operation);
            to.Int(part.Part.PadTop);
            to.Int(part.Part.InputRows);
            to.Int(part.Part.OutputRows);
            Operations.Write(to, part.Prepared);
        }
    }

    public static StreamedStep Read(PlanReader from)
    {
        int input = from.Source(), strips = from.Target(), output = from.Target();
        var stored = new StoredParts();
        RowOperation[] chain = ReadChain(from, stored);
        from.Require(input, TensorType.Int8, chain[0].Input.Count);
        from.Require(output, TensorType.Int8, chain[^1].Output.Count);
        stored.Parts = ReadParts(from, chain);
        var rows = new StreamedRows(chain);
        from.Require(strips, TensorType.Int8, rows.StripLength);
        from.RequireApart(input, strips);
        from.RequireApart(output, strips);
        from.RequireLead(input, output, rows.Lead);
        from.AddWork(rows.Macs);
        return new StreamedStep(input, [strips], output, rows);
    }

    private static RowOperation[] ReadChain(PlanReader from, StoredParts stored)
    {
        var chain = new RowOperation[from.Count(MinChainBytes, "operations of a chain")];
        if (chain.Length < 2)
            from.Fail("a chain of fewer than two operations");
        long elements = 0;
        for (int i = 0; i < chain.Length; i++)
        {
            int operation = i;
            chain[i] = new RowOperation(from.Shape(), from.Shape(), from.Window(), part => stored.Find(operation, part) ?? throw from.Refuse("a part of a chain is missing"));
            if (i > 0 && !AreEqual(chain[i].Input, chain[i - 1].Output))
                from.Fail("operations of a chain do not fit each other");
            Require.Shape(chain[i].Input, "input shape");
            elements += Require.Shape(chain[i].Output, "output shape");
            Require.Window(chain[i].Window, chain[i].Input, chain[i].Output);
            if (!chain[i].IsOrdinary || chain[i].Input.Batch != 1)
                from.Fail("an operation of a chain has several images, or too many rows");
            if (elements > PlanFormat.MaxArenaBytes)
                from.Fail("the tensors of a chain are too large");
        }

        from.AddRowLinks((long)StreamedRows.BlocksOf(chain[^1].Output) * chain.Length);
        return chain;
    }

    private static PreparedPart[] ReadParts(PlanReader from, RowOperation[] chain)
    {
        var parts = new PreparedPart[from.Count(MinPartBytes, "parts of a chain")];
        for (int i = 0; i < parts.Length; i++)
        {
            int index = from.Below(chain.Length, "operation of a chain");
            var part = new RowPart(from.Int(), from.Int(), from.Int());
            TensorOperation prepared = Operations.Read(from);
            RowOperation whole = chain[index];
            if (prepared.Binding.InputLength != (long)part.InputRows * whole.InputRow || prepared.Binding.OutputLength != (long)part.OutputRows * whole.OutputRow)
                from.Fail("a part of a chain has other rows than its operation");
            parts[i] = new PreparedPart(index, part, prepared);
        }

        return parts;
    }

    private static bool AreEqual(TensorShape a, TensorShape b) =>
        a.Batch == b.Batch && a.Height == b.Height && a.Width == b.Width && a.Channels == b.Channels;

    /// <summary>The parts, which follow the chain that asks for them.</summary>
    private sealed class StoredParts
    {
        public PreparedPart[] Parts { get; set; } = [];

        public TensorOperation? Find(int operation, RowPart part)
        {
            foreach (PreparedPart one in Parts)
            {
                if (one.Operation == operation && one.Part.Is(part))
                    return one.Prepared;
            }

            return null;
        }
    }
}
