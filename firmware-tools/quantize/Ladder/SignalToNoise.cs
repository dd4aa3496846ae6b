using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Ladder;

/// <summary>Signal-to-quantization-noise ratio of one value, in decibels: float power over the power of the int8 model's error.</summary>
internal readonly record struct ValueSqnr(string Value, double Decibels);

/// <summary>Measures it, value by value, in the deployed model.</summary>
internal static class SignalToNoise
{
    // What is counted when there is no error at all.
    private const double Highest = 120;

    /// <summary>The ratio of every value, over some samples and in the source's unit.</summary>
    public static IReadOnlyList<ValueSqnr> Measure(
        QuantizedModel model, FloatProgram reference, IReadOnlyDictionary<string, ChannelMap> maps, IReadOnlyList<Sample> samples)
    {
        string[] values = [.. model.Graph.Operations.Select(operation => operation.Output)];
        var signal = new double[samples.Count, values.Length];
        var noise = new double[samples.Count, values.Length];
        using var sessions = new ThreadLocal<FloatSession>(reference.CreateSession);
        DeployedRun.ForEach(model, samples, (i, deployed) =>
        {
            FloatSession session = sessions.Value!;
            samples[i].CopyTo(session.Input);
            session.Run();
            for (int v = 0; v < values.Length; v++)
                (signal[i, v], noise[i, v]) = Powers(session[values[v]], deployed.Read(values[v]), maps.GetValueOrDefault(values[v]));
        });

        var ratios = new ValueSqnr[values.Length];
        for (int v = 0; v < values.Length; v++)
        {
            double power = 0, error = 0;
            for (int i = 0; i < samples.Count; i++)
                (power, error) = (power + signal[i, v], error + noise[i, v]);
            ratios[v] = new ValueSqnr(values[v], Decibels(power, error));
        }

        return ratios;
    }

    /// <summary>A ratio of powers in decibels.</summary>
    public static double Decibels(double signal, double noise) =>
        noise == 0 ? Highest : signal == 0 ? 0 : Math.Min(Highest, 10 * Math.Log10(signal / noise));

    private static (double Signal, double Noise) Powers(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, ChannelMap? map)
    {
        double signal = 0, noise = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double x = expected[i], y = map is null ? actual[i] : map.Invert(i % map.Scale.Length, actual[i]);
            signal += x * x;
            noise += (x - y) * (x - y);
        }

        return (signal, noise);
    }
}
