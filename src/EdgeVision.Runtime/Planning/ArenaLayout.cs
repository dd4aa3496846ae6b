using System.Globalization;
using System.Text;

namespace EdgeVision.Runtime;

/// <summary>
/// One block of the arena: the tensors that are names of its bytes, where it lies, and from which step to which it is live.
/// </summary>
/// <param name="Tensors">Tensors stored there, in the order in which they are written.</param>
/// <param name="Offset">First byte, a multiple of 64.</param>
/// <param name="Bytes">Size.</param>
/// <param name="FirstStep">The step that writes it first; −1 when the caller does, before the run.</param>
/// <param name="LastStep">The last step that reads it; the number of steps when the caller does, after the run.</param>
public sealed record ArenaBlock(IReadOnlyList<PlannedTensor> Tensors, int Offset, int Bytes, int FirstStep, int LastStep)
{
    /// <summary>The tensors' indices in the file, joined by "=": names of the same bytes.</summary>
    public string Label => StripsOf.Count == 0 ? string.Join("=", Tensors.Select(Name)) : $"strips of {string.Join(", ", StripsOf.Select(Name))}";

    /// <summary>
    /// The tensors that only exist as strips of rows here, for each thread its own, because the step that writes them also reads them; empty
    /// for a block that holds tensors.
    /// </summary>
    public IReadOnlyList<PlannedTensor> StripsOf { get; init; } = [];

    /// <summary>The lead of the step that writes it first, see <see cref="BufferRequest"/>.</summary>
    internal int Lead { get; init; } = BufferRequest.NoLead;

    /// <summary>Whether the step that writes this block first overwrites bytes of the other, which it reads meanwhile.</summary>
    internal bool Overwrites(ArenaBlock other) => other.FirstStep < FirstStep && other.LastStep == FirstStep
        && other.Offset < Offset + Bytes && Offset < other.Offset + other.Bytes;

    private static string Name(PlannedTensor tensor) => "t" + tensor.Index.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where every tensor of a plan lies: known before the first run, never changed after.</summary>
public sealed class ArenaLayout
{
    internal ArenaLayout(IReadOnlyList<ArenaBlock> blocks, int totalBytes, long lowerBound, int stepCount)
    {
        Blocks = blocks;
        TotalBytes = totalBytes;
        LowerBound = lowerBound;
        StepCount = stepCount;
    }

    /// <summary>Exact size of the arena in bytes: activations, inputs and outputs. Packed weights are not part of it.</summary>
    public int TotalBytes { get; }

    /// <summary>
    /// The most bytes that are live at one step, those that it may write over what it reads counted once: no layout of these lifetimes can
    /// be smaller.
    /// </summary>
    public long LowerBound { get; }

    /// <summary>All blocks in the order of their first step.</summary>
    public IReadOnlyList<ArenaBlock> Blocks { get; }

    private int StepCount { get; }

    /// <summary>
    /// A map in text: one line per block with its bytes, its lifetime, and a bar for its place in the arena. "over" names the block whose
    /// bytes its first step overwrites while it reads them.
    /// </summary>
    public string ToText()
    {
        const int Columns = 48;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"arena {TotalBytes} bytes (lower bound {LowerBound}), {Blocks.Count} blocks\n");
        text.Append("   offset      bytes   steps    place                                             tensors\n");
        ILookup<int, ArenaBlock> byLastStep = Blocks.ToLookup(block => block.LastStep);
        foreach (ArenaBlock block in Blocks)
        {
            int from = (int)((long)block.Offset * Columns / Math.Max(TotalBytes, 1));
            int to = (int)Math.Max(from + 1, ((long)block.Offset + block.Bytes) * Columns / Math.Max(TotalBytes, 1));
            string bar = new string('.', from) + new string('#', to - from) + new string('.', Math.Max(0, Columns - to));
            text.Append(CultureInfo.InvariantCulture,
                $"{block.Offset,9} {block.Bytes,10} {StepName(block.FirstStep),4}-{StepName(block.LastStep),-4} {bar}  {block.Label}{Over(block, byLastStep)}\n");
        }

        return text.ToString();
    }

    /// <summary>
    /// A map as a self-contained SVG picture: time (steps) to the right, addresses downward, one rectangle per block. Where a step overwrites
    /// what it reads, both rectangles show.
    /// </summary>
    public string ToSvg()
    {
        const double Width = 1000, Height = 520, Left = 90, Top = 40;
        double stepWidth = Width / (StepCount + 2);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + 20} {Top + Height + 50}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"24\" font-size=\"14\">arena: {TotalBytes:N0} bytes; lower bound {LowerBound:N0}; {StepCount} steps</text>\n");
        ILookup<int, ArenaBlock> byLastStep = Blocks.ToLookup(block => block.LastStep);
        for (int i = 0; i < Blocks.Count; i++)
        {
            ArenaBlock block = Blocks[i];
            double x = Left + ((block.FirstStep + 1) * stepWidth), width = (block.LastStep - block.FirstStep + 1) * stepWidth;
            double y = Top + (block.Offset * Height / Math.Max(TotalBytes, 1)), height = block.Bytes * Height / Math.Max(TotalBytes, 1);
            svg.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{x:F1}\" y=\"{y:F1}\" width=\"{width:F1}\" height=\"{Math.Max(height, 0.5):F1}\" fill=\"hsl({i * 47 % 360},55%,75%)\" fill-opacity=\"0.7\" stroke=\"#444\" stroke-width=\"0.5\"><title>{block.Label}: {block.Bytes} bytes at {block.Offset}, steps {StepName(block.FirstStep)} to {StepName(block.LastStep)}{Over(block, byLastStep)}</title></rect>\n");
            if (height >= 12 && width >= 7 * block.Label.Length)
            {
                svg.Append(CultureInfo.InvariantCulture,
                    $"<text x=\"{x + (width / 2):F1}\" y=\"{y + (height / 2) + 4:F1}\" text-anchor=\"middle\">{block.Label}</text>\n");
            }
        }

        svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{Left}\" y=\"{Top}\" width=\"{Width}\" height=\"{Height}\" fill=\"none\" stroke=\"#000\"/>\n");
        for (int quarter = 0; quarter <= 4; quarter++)
        {
            long bytes = (long)TotalBytes * quarter / 4;
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 6}\" y=\"{Top + (Height * quarter / 4) + 4:F1}\" text-anchor=\"end\">{bytes:N0}</text>\n");
        }

        int labelEvery = Math.Max(1, StepCount / 20);
        for (int step = -1; step <= StepCount; step += 1)
        {
            if (step < 0 || step == StepCount || step % labelEvery == 0)
            {
                svg.Append(CultureInfo.InvariantCulture,
                    $"<text x=\"{Left + ((step + 1.5) * stepWidth):F1}\" y=\"{Top + Height + 16}\" text-anchor=\"middle\">{StepName(step)}</text>\n");
            }
        }

        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Left + (Width / 2)}\" y=\"{Top + Height + 38}\" text-anchor=\"middle\">step (in = written by the caller before the run, out = read after it)</text>\n</svg>\n");
        return svg.ToString();
    }

    private static string Over(ArenaBlock block, ILookup<int, ArenaBlock> byLastStep) =>
        string.Concat(byLastStep[block.FirstStep].Where(block.Overwrites).Select(read => $" over {read.Label}"));

    private string StepName(int step) =>
        step < 0 ? "in" : step >= StepCount ? "out" : step.ToString(CultureInfo.InvariantCulture);
}
