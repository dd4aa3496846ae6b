using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Ladder;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Tests.Passes;

namespace EdgeVision.Quantize.Tests.Ladder;

internal sealed class Silence : IProgressDisplay
{
    public void Report(string task, int done, int total)
    {
    }
}

/// <summary>The small net, calibrated.</summary>
internal static class Steps
{
    public static readonly QuantizableGraph Graph = QuantizableGraph.Create(SmallNet.Create());
    public static readonly FloatProgram Program = new(Graph.Float);
    public static readonly Sample[] Samples = SmallNet.Samples(60);
    public static readonly Sample[] Others = SmallNet.Samples(80, seed: 12345);
    public static readonly CalibrationData Data = CalibrationData.Collect(Graph, Program, Samples, _ => { });

    public static Climber Foot() => new(Graph, Program, Data, Samples, SmallNet.InputRange, RangeMethod.MinMax, new Silence());

    public static Climber Climbed(params Rung[] rungs)
    {
        Climber climber = Foot();
        foreach (Rung rung in rungs)
            climber.Climb(rung);
        return climber;
    }

    public static double LogitsSqnr(Climber climber) =>
        SignalToNoise.Measure(climber.Model, Program, climber.Maps, Others).First(value => value.Value == "logits").Decibels;
}
