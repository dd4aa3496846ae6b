using EdgeVision.Model;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Execution;

/// <summary>The model that other tests take their answers from: is it right?</summary>
public sealed class BrightnessModelTests
{
    [Fact]
    public void Its_scores_are_the_softmax_of_the_mean_brightness()
    {
        TfliteModel model = TfliteModel.Parse(BrightnessModel.ToTflite(side: 4), "brightness");
        using var session = new InferenceSession(ExecutionPlan.Create(model));
        Assert.Equal(["dark", "bright"], model.Metadata.Labels);
        var noise = new Prng(5);
        for (int level = 0; level <= 255; level++)
        {
            // Pixels around the level whose mean is the level: the answer must not depend on one pixel or channel alone.
            Span<sbyte> input = session.Input(0);
            for (int i = 0; i < input.Length; i += 2)
            {
                int swing = noise.Next(0, Math.Min(level, 255 - level));
                (input[i], input[i + 1]) = ((sbyte)(level + swing - 128), (sbyte)(level - swing - 128));
            }

            session.Run();
            double bright = (session.Output(0)[1] + 128) / 256.0, dark = (session.Output(0)[0] + 128) / 256.0;
            double expected = 1 / (1 + Math.Exp(-24 * ((level / 255.0) - 0.5)));
            Assert.InRange(bright, expected - 0.04, expected + 0.04);
            Assert.InRange(dark, 1 - expected - 0.04, 1 - expected + 0.04);
        }
    }
}
