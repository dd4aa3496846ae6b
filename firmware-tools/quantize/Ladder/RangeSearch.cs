using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Ladder;

/// <summary>
/// Chooses the range of each tensor by what it does to the deployed model's answer on calibration samples: one value after the other
/// tries all methods, and keeps the one with the least error.
/// </summary>
internal sealed class RangeSearch
{
    private const int MostSamples = 16;

    private static readonly RangeMethod[] Methods = [RangeMethod.Mse, RangeMethod.Percentile, RangeMethod.Entropy];

    private readonly IReadOnlyDictionary<string, ChannelHistograms> _histograms;
    private readonly string _logits;
    private readonly Sample[] _samples;
    private readonly float[][] _expected;

    /// <summary>Prepares a search.</summary>
    /// <param name="histograms">Of all values, in the quantized model's unit.</param>
    /// <param name="program">The float model.</param>
    /// <param name="logits">The value to compare.</param>
    /// <param name="samples">Calibration samples; some are used.</param>
    public RangeSearch(IReadOnlyDictionary<string, ChannelHistograms> histograms, FloatProgram program, string logits,
        IReadOnlyList<Sample> samples)
    {
        _histograms = histograms;
        _logits = logits;
        int count = Math.Min(MostSamples, samples.Count);
        _samples = new Sample[count];
        for (int i = 0; i < count; i++)
            _samples[i] = samples[(int)((long)i * samples.Count / count)];
        _expected = new float[count][];
        Parallelism.ForEach(count, program.CreateSession, (i, session) =>
        {
            _samples[i].CopyTo(session.Input);
            session.Run();
            _expected[i] = [.. session[logits]];
        });
    }

    /// <summary>The ranges that were found, starting from those of the model.</summary>
    public Dictionary<string, ValueRange> Improve(QuantizedModel model, IReadOnlyDictionary<string, ValueRange> ranges,
        Action<int, int> progress)
    {
        var best = new Dictionary<string, ValueRange>(ranges);
        double least = Error(model, best);
        IReadOnlyList<string> owners = [.. ActivationAssignment.Owners(model.Graph).Where(value => value != model.Graph.Float.Input.Name)];
        for (int i = 0; i < owners.Count; i++)
        {
            foreach (ValueRange candidate in CandidatesFor(owners[i], best[owners[i]]))
            {
                var trial = new Dictionary<string, ValueRange>(best) { [owners[i]] = candidate };
                double error = Error(model, trial);
                if (error < least)
                    (best, least) = (trial, error);
            }

            progress(i + 1, owners.Count);
        }

        return best;
    }

    private HashSet<ValueRange> CandidatesFor(string value, ValueRange current)
    {
        const int Bins = 2048;
        Histogram histogram = _histograms[value].Whole(Bins);
        var candidates = new HashSet<ValueRange> { new((float)histogram.Min, (float)histogram.Max) };
        foreach (RangeMethod method in Methods)
            candidates.Add(RangeChooser.Choose(method, histogram, current));
        candidates.RemoveWhere(candidate => IsNear(candidate, current));
        return candidates;
    }

    private static bool IsNear(ValueRange a, ValueRange b)
    {
        const float Share = 0.01f;
        float near = (b.Max - b.Min) * Share;
        return Math.Abs(a.Min - b.Min) < near && Math.Abs(a.Max - b.Max) < near;
    }

    // Mean divergence of the answers where they are classes: an error in a hopeless class does not matter, one among the best does.
    private double Error(QuantizedModel model, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        QuantizedModel trial = model with { Activations = ActivationAssignment.Assign(model.Graph, ranges) };
        var errors = new double[_samples.Length];
        DeployedRun.ForEach(trial, _samples, (i, values) => errors[i] = AnswerError.Between(_expected[i], values.Read(_logits)));
        return errors.Sum();
    }
}

/// <summary>How far an answer is from the float model's.</summary>
internal static class AnswerError
{
    /// <summary>Kullback–Leibler divergence of the probabilities that two vectors of logits stand for.</summary>
    public static double Between(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        (double largest, double logSum) = LogSum(expected);
        (double otherLargest, double otherLogSum) = LogSum(actual);
        double divergence = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double log = expected[i] - largest - logSum;
            divergence += Math.Exp(log) * (log - (actual[i] - otherLargest - otherLogSum));
        }

        return divergence;
    }

    private static (double Largest, double LogSum) LogSum(ReadOnlySpan<float> logits)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (float x in logits)
            largest = Math.Max(largest, x);
        foreach (float x in logits)
            sum += Math.Exp(x - largest);
        return (largest, Math.Log(sum));
    }
}
