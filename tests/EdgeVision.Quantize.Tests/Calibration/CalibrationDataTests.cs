using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Tests.Passes;

namespace EdgeVision.Quantize.Tests.Calibration;

public class CalibrationDataTests
{
    private static readonly QuantizableGraph Graph = QuantizableGraph.Create(SmallNet.Create());

    [Fact]
    public void Extremes_and_moments_are_those_of_the_float_model()
    {
        Sample[] samples = SmallNet.Samples(9);
        CalibrationData data = CalibrationData.Collect(Graph, new FloatProgram(Graph.Float), samples, _ => { });
        float[][] values = [.. samples.Select(sample => SmallNet.Run(Graph.Float, SmallNet.InputOf(sample), "dw_relu"))];
        ChannelHistograms histograms = data.Histograms["dw_relu"];
        for (int c = 0; c < 8; c++)
        {
            float[] channel = [.. values.SelectMany(value => value.Where((_, i) => i % 8 == c))];
            Assert.Equal(channel.Max(), histograms.Max[c]);
            Assert.Equal(channel.Min(), histograms.Min[c]);
            Assert.Equal(channel.Average(), histograms.Channel(c).Mean, 0.02);
            Assert.Equal(channel.Length, histograms.Channel(c).Total);
        }

        double average = values[0].Max();
        foreach (float[] value in values[1..])
            average = (average * 0.9) + (value.Max() * 0.1);
        Assert.Equal(average, data.MovingAverages["dw_relu"].Max, 4);
    }

    [Fact]
    public void Overflow_is_refused_with_the_samples_name()
    {
        var node = new ConvNode("big", "image", new FloatTensor([1, 1, 1, 3], [3e38f, 3e38f, 3e38f]), null, new ConvGeometry(1, 1, 1, 1, PaddingKind.Same));
        QuantizableGraph graph = QuantizableGraph.Create(SmallNet.Graph([node, new MulNode("square", "big", "big")], "square"));
        SourceException failure = Assert.Throws<SourceException>(
            () => CalibrationData.Collect(graph, new FloatProgram(graph.Float), SmallNet.Samples(1), _ => { }));
        Assert.Contains("on 0 is", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_normalization_predicts_the_moments_it_made()
    {
        CalibrationData data = MomentCalibration.Estimate(Graph, SmallNet.InputRange);
        ChannelMoments moments = Graph.Moments["pw_bn"];
        ChannelHistograms estimated = data.Histograms["pw_relu"];
        for (int c = 0; c < moments.Mean.Length; c++)
        {
            // The mean of max(x, 0) for a normal x, as long as 6 is out of reach.
            double z = moments.Mean[c] / moments.Deviation[c];
            double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI), below = 0.5 * (1 + Erf(z / Math.Sqrt(2)));
            double expected = (moments.Mean[c] * below) + (moments.Deviation[c] * density);
            if (moments.Mean[c] + (4 * moments.Deviation[c]) < 6)
                Assert.Equal(expected, estimated.Channel(c).Mean, 0.03);
            Assert.InRange(estimated.Max[c], 0, 6);
        }

        Assert.Contains(moments.Mean.Zip(moments.Deviation), pair => pair.First + (4 * pair.Second) < 6);
        Assert.True(data.Histograms["logits"].Extremes.Max > data.Histograms["logits"].Extremes.Min);
    }

    [Fact]
    public void Without_batch_normalization_there_is_nothing_to_estimate_from()
    {
        QuantizableGraph graph = QuantizableGraph.Create(SmallNet.Graph([new ActivationNode("relu", "image", ActivationKind.Relu)], "relu"));
        Assert.Throws<SourceException>(() => MomentCalibration.Estimate(graph, SmallNet.InputRange));
    }

    // Abramowitz and Stegun, 7.1.26.
    private static double Erf(double x)
    {
        double t = 1 / (1 + (0.3275911 * Math.Abs(x)));
        double y = 1 - (((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t * Math.Exp(-x * x));
        return x < 0 ? -y : y;
    }
}
