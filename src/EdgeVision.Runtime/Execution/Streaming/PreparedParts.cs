using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>One of a chain's operations, prepared for some of its output rows.</summary>
/// <param name="Operation">Which of the chain.</param>
/// <param name="Part">The rows.</param>
/// <param name="Prepared">The work.</param>
internal sealed record PreparedPart(int Operation, RowPart Part, TensorOperation Prepared);

/// <summary>The operations of a chain for parts of their rows, each prepared once. Most parts of an image are alike, so these are few.</summary>
internal sealed class PreparedParts(RowOperation[] chain, int blocks)
{
    // As many as there can be: machines without .NET, on which compiled plans run, cannot let a list of objects grow.
    public List<PreparedPart> All { get; } = new(2 * blocks * chain.Length);

    /// <summary>Memory held for weights; parts of a product of pixels share theirs.</summary>
    public long PackedBytes
    {
        get
        {
            long bytes = 0;
            for (int i = 0; i < All.Count; i++)
            {
                if (!chain[All[i].Operation].SharesWeights || IsFirst(i))
                    bytes += All[i].Prepared.PackedBytes;
            }

            return bytes;
        }
    }

    public TensorOperation Get(int operation, RowRange output)
    {
        RowPart part = chain[operation].PartFor(output);
        foreach (PreparedPart one in All)
        {
            if (one.Operation == operation && one.Part.Is(part))
                return one.Prepared;
        }

        TensorOperation prepared = chain[operation].Prepare(part);
        All.Add(new PreparedPart(operation, part, prepared));
        return prepared;
    }

    private bool IsFirst(int index)
    {
        for (int i = 0; i < index; i++)
        {
            if (All[i].Operation == All[index].Operation)
                return false;
        }

        return true;
    }
}
