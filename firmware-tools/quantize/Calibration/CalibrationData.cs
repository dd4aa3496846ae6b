using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Calibration;

/// <summary>What the float model does on the calibration samples: the distribution of every value that int8 will hold.</summary>
/// <param name="Histograms">By value, in the source's unit.</param>
/// <param name="MovingAverages">By value.</param>
internal sealed record CalibrationData(
    IReadOnlyDictionary<string, ChannelHistograms> Histograms,
    IReadOnlyDictionary<string, ValueRange> MovingAverages)
{
    private const float Momentum = 0.9f;

    /// <summary>Runs the float model twice over all samples: for the extremes, then for the distributions.</summary>
    /// <exception cref="SourceException">A value is not finite.</exception>
    public static CalibrationData Collect(QuantizableGraph graph, FloatProgram program, IReadOnlyList<Sample> samples, Action<int> progress)
    {
        string[] values = [graph.Float.Input.Name, .. graph.Operations.Select(operation => operation.Output)];
        (float[] Min, float[] Max)[] extremes = [.. values.Select(value => Empty(graph.Shapes[value][^1]))];
        var perSample = new ValueRange[samples.Count, values.Length];
        int done = 0;
        Parallelism.ForEach(samples.Count, program.CreateSession, (i, session) =>
        {
            samples[i].CopyTo(session.Input);
            session.Run();
            for (int v = 0; v < values.Length; v++)
                perSample[i, v] = Widen(extremes[v], session[values[v]], $"{graph.Float.Name}: '{values[v]}' on {samples[i].Name}");
            progress(Interlocked.Increment(ref done));
        });

        var histograms = new ChannelHistograms[values.Length];
        for (int v = 0; v < values.Length; v++)
            histograms[v] = new ChannelHistograms(extremes[v].Min, extremes[v].Max);
        Parallelism.ForEach(samples.Count, () => new Counter(program.CreateSession(), histograms), (i, counter) =>
        {
            samples[i].CopyTo(counter.Session.Input);
            counter.Session.Run();
            for (int v = 0; v < values.Length; v++)
                counter.Own[v].Add(counter.Session[values[v]]);
            progress(Interlocked.Increment(ref done));
        });

        var byValue = new Dictionary<string, ChannelHistograms>();
        var averages = new Dictionary<string, ValueRange>();
        for (int v = 0; v < values.Length; v++)
        {
            byValue[values[v]] = histograms[v];
            averages[values[v]] = Average(perSample, v);
        }

        return new CalibrationData(byValue, averages);
    }

    private static (float[] Min, float[] Max) Empty(int channels)
    {
        var min = new float[channels];
        var max = new float[channels];
        Array.Fill(min, float.PositiveInfinity);
        Array.Fill(max, float.NegativeInfinity);
        return (min, max);
    }

    private static ValueRange Widen((float[] Min, float[] Max) extremes, ReadOnlySpan<float> value, string where)
    {
        (float[] min, float[] max) = Empty(extremes.Min.Length);
        for (int i = 0; i < value.Length; i += min.Length)
        {
            for (int c = 0; c < min.Length; c++)
            {
                float x = value[i + c];
                min[c] = x < min[c] ? x : min[c];
                max[c] = x > max[c] ? x : max[c];
                if (!float.IsFinite(x))
                    throw new SourceException($"{where} is {x}; the weights overflow, take another checkpoint or check the preprocessing");
            }
        }

        lock (extremes.Min)
        {
            for (int c = 0; c < min.Length; c++)
            {
                extremes.Min[c] = Math.Min(extremes.Min[c], min[c]);
                extremes.Max[c] = Math.Max(extremes.Max[c], max[c]);
            }
        }

        return new ValueRange(min.Min(), max.Max());
    }

    private static ValueRange Average(ValueRange[,] perSample, int value)
    {
        ValueRange average = perSample[0, value];
        for (int i = 1; i < perSample.GetLength(0); i++)
        {
            ValueRange sample = perSample[i, value];
            average = new ValueRange(
                (average.Min * Momentum) + (sample.Min * (1 - Momentum)),
                (average.Max * Momentum) + (sample.Max * (1 - Momentum)));
        }

        return average;
    }

    private sealed class Counter(FloatSession session, ChannelHistograms[] shared) : IDisposable
    {
        public FloatSession Session => session;

        public ChannelHistograms[] Own { get; } = [.. shared.Select(h => new ChannelHistograms(h.Min, h.Max))];

        public void Dispose()
        {
            lock (shared)
            {
                for (int v = 0; v < shared.Length; v++)
                    shared[v].Add(Own[v]);
            }
        }
    }
}
