using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// Makes one step (<see cref="StreamedStep"/>) of neighbouring depthwise and pointwise convolutions, so that the tensors between them need
/// no place in the arena. It costs no time worth mentioning and gains none either, so it is done only where the arena gets smaller.
/// </summary>
internal sealed class RowStreaming(TfliteModel model, ArenaBuilder arena, Dictionary<int, List<(int Name, int Operator)>> names)
{
    private const int MaxJoins = 16;

    /// <summary>Bounds the planning time: layouts that are tried, times steps squared.</summary>
    private const int MaxEffort = 500_000;

    private const int MaxLayouts = 8;

    /// <summary>The steps, of which some are joined.</summary>
    public List<StepDraft> Join(List<StepDraft> separate)
    {
        if (separate.Count < 2)
            return separate;
        int[] readers = new int[model.Tensors.Count];
        foreach (int output in model.Outputs)
            readers[output]++;
        foreach (StepDraft step in separate)
        {
            foreach (int tensor in step.Prepared.Step.Reads)
                readers[tensor]++;
        }

        List<StepDraft> steps = LowerPeaks(separate, readers);
        return steps == separate ? separate : LengthenChains(separate, steps, readers);
    }

    /// <summary>Joins the pair at the fullest step that relieves it most, again and again.</summary>
    private List<StepDraft> LowerPeaks(List<StepDraft> steps, int[] readers)
    {
        long[] pressure = ArenaPlanner.PressurePerStep(arena.Requests(steps));
        for (int join = 0; join < MaxJoins; join++)
        {
            (List<StepDraft> Steps, long[] Pressure) best = (steps, pressure);
            int peak = Array.IndexOf(pressure, Most(pressure)) - 1;
            for (int i = Math.Max(peak - 1, 0); i <= peak && i + 1 < steps.Count; i++)
            {
                if (!CanJoin(steps[i], steps[i + 1], readers))
                    continue;
                List<StepDraft> joined = Join(steps, i);
                long[] less = ArenaPlanner.PressurePerStep(arena.Requests(joined));
                if (IsLess(less, best.Pressure))
                    best = (joined, less);
            }

            if (best.Steps == steps)
                break;
            (steps, pressure) = best;
        }

        return steps;
    }

    /// <summary>
    /// Joins chains with their neighbours as long as the arena gets smaller: where a tensor lies depends on those before and after it, so
    /// that the fullest step is not all that counts.
    /// </summary>
    private List<StepDraft> LengthenChains(List<StepDraft> separate, List<StepDraft> steps, int[] readers)
    {
        int layouts = Math.Min(MaxLayouts, MaxEffort / (steps.Count * steps.Count));
        (List<StepDraft> Steps, long Bytes) best = (steps, BytesOf(steps));
        for (int i = 0; i + 1 < best.Steps.Count && layouts > 0 && best.Bytes > ArenaPlanner.LowerBound(arena.Requests(best.Steps)); i++)
        {
            if (best.Steps[i].Parts.Count + best.Steps[i + 1].Parts.Count == 2 || !CanJoin(best.Steps[i], best.Steps[i + 1], readers))
                continue;
            List<StepDraft> longer = Join(best.Steps, i);
            layouts--;
            if (BytesOf(longer) is var fewer && fewer < best.Bytes)
            {
                best = (longer, fewer);
                i = Math.Max(i - 2, -1); // the new chain's neighbours
            }
        }

        return best.Bytes < ArenaPlanner.LowerBound(arena.Requests(separate)) || best.Bytes < BytesOf(separate) ? best.Steps : separate;
    }

    private long BytesOf(List<StepDraft> steps) => ArenaPlanner.Place(arena.Requests(steps)).TotalBytes;

    /// <summary>Whether the second is the only one to read what the first writes, and both go by rows.</summary>
    private bool CanJoin(StepDraft first, StepDraft second, int[] readers)
    {
        int between = first.Prepared.Step.Writes;
        return first.Prepared.Rows.Count > 0 && second.Prepared.Rows.Count > 0
            && second.Prepared.Step.Reads[0] == between && readers[between] == 1 && !names.ContainsKey(between)
            && AreOrdinary(first.Prepared.Rows) && AreOrdinary(second.Prepared.Rows);
    }

    private static bool AreOrdinary(IReadOnlyList<RowOperation> rows)
    {
        foreach (RowOperation operation in rows)
        {
            if (!operation.IsOrdinary)
                return false;
        }

        return true;
    }

    /// <summary>Whether the fullest steps need fewer bytes, or as many but are fewer.</summary>
    private static bool IsLess(long[] pressure, long[] than)
    {
        (long most, long other) = (Most(pressure), Most(than));
        return most < other || (most == other && pressure.Count(bytes => bytes == most) < than.Count(bytes => bytes == other));
    }

    // A loop: LINQ's uses vectors, so that it would have to be compiled at every start.
    private static long Most(long[] pressure)
    {
        long most = 0;
        foreach (long bytes in pressure)
            most = Math.Max(most, bytes);
        return most;
    }

    private static List<StepDraft> Join(List<StepDraft> steps, int first) =>
        [.. steps.GetRange(0, first), Join(steps[first], steps[first + 1]), .. steps.GetRange(first + 2, steps.Count - first - 2)];

    private static StepDraft Join(StepDraft first, StepDraft second)
    {
        (PreparedOperator a, PreparedOperator b) = (first.Prepared, second.Prepared);
        RowOperation[] chain = [.. a.Rows, .. b.Rows];
        var rows = new StreamedRows(chain);
        var step = new StreamedStep(a.Step.Reads[0], [.. a.Step.StripsOf, a.Step.Writes, .. b.Step.StripsOf], b.Step.Writes, rows);
        return new StepDraft(
            [.. first.Parts, .. second.Parts],
            new PreparedOperator(step, "streamed")
            {
                Isa = (Isa)Math.Max((int)a.Isa, (int)b.Isa),
                Macs = a.Macs + b.Macs,
                PackedBytes = rows.PackedBytes,
                Lead = rows.Lead,
                Rows = chain,
            });
    }
}
