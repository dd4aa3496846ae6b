using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>
/// A chain of operations, each of which reads what the one before writes, block by block of the last one's output rows. Between two of
/// them is only a strip with the rows that a block reads; rows that the next block reads again move to its front.
/// </summary>
internal sealed class StreamedRows
{
    /// <summary>A block has so many output pixels that the operations' tiles are nearly full.</summary>
    private const int PixelsPerBlock = 32;

    private readonly Link[][] _fresh; // [block][operation], for a block that begins a range
    private readonly Link[][] _next; // for one whose strips hold what the block before it left there
    private readonly int[] _strips; // where each strip begins

    /// <summary>Prepares all blocks; those of the same geometry share their operations.</summary>
    public StreamedRows(RowOperation[] chain)
    {
        TensorShape result = chain[^1].Output;
        int rows = RowsPerBlock(result);
        int count = BlocksOf(result);
        var parts = new PreparedParts(chain, count);
        (_fresh, _next) = (new Link[count][], new Link[count][]);
        var ends = new int[chain.Length]; // how many rows of each operation the blocks before have computed
        for (int i = 0; i < count; i++)
        {
            var output = new RowRange(i * rows, Math.Min((i + 1) * rows, result.Height));
            _fresh[i] = Links(chain, output, new int[chain.Length], parts);
            _next[i] = Links(chain, output, ends, parts);
        }

        _strips = new int[chain.Length];
        for (int i = 0; i + 1 < chain.Length; i++)
            _strips[i + 1] = _strips[i] + TensorMemory.StripStride(Math.Max(Longest(_fresh, i), Longest(_next, i)));
        Chain = chain;
        Parts = parts.All;
        PackedBytes = parts.PackedBytes;
        Lead = FindLead(chain[0].Input.Count, result.Count);
    }

    /// <summary>The operations.</summary>
    public RowOperation[] Chain { get; }

    /// <summary>The parts of the operations that blocks consist of.</summary>
    public List<PreparedPart> Parts { get; }

    /// <summary>How many blocks there are; any range of them can be computed on its own.</summary>
    public int Count => _fresh.Length;

    /// <summary>Elements of all strips together.</summary>
    public int StripLength => _strips[^1];

    /// <summary>Memory held for weights.</summary>
    public long PackedBytes { get; }

    /// <summary>Multiply-accumulates of all blocks in one range.</summary>
    public long Macs
    {
        get
        {
            long macs = 0;
            for (int block = 0; block < Count; block++)
            {
                foreach (Link link in block == 0 ? _fresh[block] : _next[block])
                    macs += link.Operation?.Macs ?? 0;
            }

            return macs;
        }
    }

    /// <summary>
    /// By how many elements the input must at least start after the output for both to share a buffer: what is written up to the end of a
    /// block stays before the first element that a later block reads. Only for all blocks in one ascending range.
    /// </summary>
    public int Lead { get; }

    /// <summary>In how many blocks a result is computed.</summary>
    public static int BlocksOf(TensorShape result) => ((result.Height - 1) / RowsPerBlock(result)) + 1;

    /// <summary>Computes blocks [<paramref name="first"/>, <paramref name="first"/> + <paramref name="count"/>).</summary>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> strips, Span<sbyte> output, int first, int count)
    {
        for (int block = first; block < first + count; block++)
        {
            Link[] links = block == first ? _fresh[block] : _next[block];
            ReadOnlySpan<sbyte> from = input;
            for (int i = 0; i < links.Length; i++)
            {
                Link link = links[i];
                bool last = i == links.Length - 1;
                Span<sbyte> to = last ? output.Slice(link.Output, link.Length) : strips.Slice(_strips[i], link.Length);
                if (!last && link.Kept > 0)
                {
                    // What is kept are the last rows of what the block before left.
                    int left = (block - 1 == first ? _fresh : _next)[block - 1][i].Length;
                    strips.Slice(_strips[i] + left - link.Kept, link.Kept).CopyTo(to);
                }

                link.Operation?.Run(from.Slice(link.Input, link.InputLength), to[link.Kept..]);
                from = to;
            }
        }
    }

    /// <summary>What each operation does in a block, from the last to the first, and how far they have come then.</summary>
    private static Link[] Links(RowOperation[] chain, RowRange output, int[] ends, PreparedParts parts)
    {
        var links = new Link[chain.Length];
        RowRange strip = output;
        for (int i = chain.Length - 1; i >= 0; i--)
        {
            RowOperation operation = chain[i];
            var rest = new RowRange(Math.Max(strip.First, Math.Min(ends[i], strip.End)), strip.End);
            RowRange reads = rest.Count > 0 ? operation.ReadsFor(rest) : default;
            links[i] = new Link
            {
                Operation = rest.Count > 0 ? parts.Get(i, rest) : null,
                Input = i == 0 ? reads.First * operation.InputRow : 0,
                InputLength = reads.Count * operation.InputRow,
                Output = strip.First * operation.OutputRow,
                Length = strip.Count * operation.OutputRow,
                Kept = (rest.First - strip.First) * operation.OutputRow,
            };
            ends[i] = strip.End;
            strip = reads;
        }

        return links;
    }

    private static int RowsPerBlock(TensorShape result) => Math.Min(((PixelsPerBlock - 1) / result.Width) + 1, result.Height);

    /// <summary>Elements of the longest strip after an operation.</summary>
    private static int Longest(Link[][] blocks, int operation)
    {
        int longest = 0;
        foreach (Link[] links in blocks)
            longest = Math.Max(longest, links[operation].Length);
        return longest;
    }

    private int FindLead(int inputLength, int outputLength)
    {
        long lead = -inputLength;
        for (int block = 1; block < _next.Length; block++)
        {
            if (_next[block][0].Operation is not null)
                lead = Math.Max(lead, (long)_next[block][^1].Output - _next[block][0].Input);
        }

        return (int)Math.Min(lead, outputLength);
    }

    /// <summary>What one operation does in one block; offsets and lengths in elements.</summary>
    private sealed class Link
    {
        /// <summary>Computes the rows that are not kept; nothing if all are.</summary>
        public required TensorOperation? Operation { get; init; }

        /// <summary>Where what it reads begins, in the input of the chain or in the strip before.</summary>
        public required int Input { get; init; }

        public required int InputLength { get; init; }

        /// <summary>Where the rows begin in the whole output; of no meaning in a strip.</summary>
        public required int Output { get; init; }

        /// <summary>The rows that the next operation reads.</summary>
        public required int Length { get; init; }

        /// <summary>Those of them that the block before has computed.</summary>
        public required int Kept { get; init; }
    }
}
