using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Commands;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Ladder;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Tests.Passes;
using EdgeVision.Quantize.Writing;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Ladder;

public class LadderTests
{
    [Theory]
    [InlineData(BiasAbsorption.None)]
    [InlineData(BiasAbsorption.High)]
    public void Equalization_changes_the_float_model_only_where_ranges_are_cut(BiasAbsorption absorption)
    {
        (QuantizableGraph equalized, Dictionary<string, ChannelMap> maps) = Equalization.Apply(Steps.Graph, Steps.Data, absorption);
        double signal = 0, noise = 0;
        foreach (Sample sample in Steps.Samples)
        {
            float[] input = SmallNet.InputOf(sample), expected = SmallNet.Run(Steps.Graph.Float, input, "logits"), actual = SmallNet.Run(equalized.Float, input, "logits");
            for (int i = 0; i < expected.Length; i++)
                (signal, noise) = (signal + (expected[i] * expected[i]), noise + Math.Pow(expected[i] - actual[i], 2));
        }

        Assert.True(SignalToNoise.Decibels(signal, noise) > 45, $"{SignalToNoise.Decibels(signal, noise)} dB");
        Assert.Equal(["conv_relu", "dw_relu", "pw_relu", "pool", "flat"], maps.Keys);
        Assert.Contains(maps["conv_relu"].Scale, scale => scale > 1.2);
        Assert.All(maps["conv_relu"].Shift, shift => Assert.Equal(0, shift)); // zeros are padded there
    }

    [Fact]
    public void Equalized_channels_before_a_depthwise_layer_use_one_range()
    {
        (_, Dictionary<string, ChannelMap> maps) = Equalization.Apply(Steps.Graph, Steps.Data, BiasAbsorption.None);
        ChannelHistograms source = Steps.Data.Histograms["conv_relu"];
        for (int c = 0; c < source.Channels; c++)
        {
            double top = RangeChooser.LeastSquares(source.Channel(c)).Max * maps["conv_relu"].Scale[c];
            double widest = Enumerable.Range(0, source.Channels).Max(i => RangeChooser.LeastSquares(source.Channel(i)).Max);
            if (source.Max[c] > 0.1)
                Assert.Equal(Math.Min(widest, 6), top, 3);
        }
    }

    [Fact]
    public void Links_end_where_a_value_is_read_twice()
    {
        var random = new Prng(8);
        var unit = new ConvGeometry(1, 1, 1, 1, PaddingKind.Same);
        ConvNode Conv(string name, string input, ref Prng prng) => new(name, input, SmallNet.Random(ref prng, 1, 3, 1, 1, 3), null, unit);
        FloatNode[] nodes = [Conv("a", "image", ref random), Conv("b", "a", ref random), Conv("c", "b", ref random), new AddNode("sum", "b", "c")];
        QuantizableGraph graph = QuantizableGraph.Create(SmallNet.Graph(nodes, "sum"));
        EqualizationLink link = Assert.Single(EqualizationLink.Find(graph));
        Assert.Equal(("a", "b"), (link.Producer.Output, link.Consumer.Output));
    }

    [Fact]
    public void A_floor_that_is_never_left_is_absorbed()
    {
        // The middle layer's only channel stays between 3 and 5: without its floor it gets steps half as wide.
        var unit = new ConvGeometry(1, 1, 1, 1, PaddingKind.Same);
        FloatNode[] nodes =
        [
            new ConvNode("a", "image", new FloatTensor([1, 1, 1, 3], [1 / 3f, 1 / 3f, 1 / 3f]), [4], unit),
            new ActivationNode("a_relu", "a", ActivationKind.Relu),
            new ConvNode("b", "a_relu", new FloatTensor([1, 1, 1, 1], [2]), [-7], unit),
        ];
        QuantizableGraph graph = QuantizableGraph.Create(SmallNet.Graph(nodes, "b"));
        var program = new EdgeVision.Quantize.Execution.FloatProgram(graph.Float);
        CalibrationData data = CalibrationData.Collect(graph, program, Steps.Samples, _ => { });
        (QuantizableGraph absorbed, Dictionary<string, ChannelMap> maps) = Equalization.Apply(graph, data, BiasAbsorption.High);
        float[] input = SmallNet.InputOf(Steps.Samples[0]);

        Assert.InRange(maps["a_relu"].Shift[0] / maps["a_relu"].Scale[0], -5, -2.5);
        SmallNet.AssertClose(SmallNet.Run(graph.Float, input), SmallNet.Run(absorbed.Float, input), 0.05);
    }

    [Fact]
    public void Empirical_bias_correction_makes_the_mean_error_vanish()
    {
        var random = new Prng(9);
        LinearLayer layer = LinearLayer.Of(new ConvNode("y", "x", SmallNet.Random(ref random, 1, 4, 1, 1, 10), null, new ConvGeometry(1, 1, 1, 1, PaddingKind.Same)))!;
        LayerProblem problem = Problem(layer, 200, ref random);
        QuantizedLayer solved = new EmpiricalBiasCorrection().Solve(layer, QuantizedLayer.Nearest(layer, 0.02f), problem);
        for (int c = 0; c < 4; c++)
            Assert.Equal(0, Errors(layer, solved, problem, c).Average(), 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Adaptive_rounding_goes_only_up_or_down_and_beats_nearest(bool depthwise)
    {
        var random = new Prng(10);
        var geometry = new ConvGeometry(1, 1, 1, 1, PaddingKind.Same);
        FloatNode node = depthwise
            ? new DepthwiseConvNode("y", "x", SmallNet.Random(ref random, 1, 1, 3, 3, 6), null, geometry)
            : new ConvNode("y", "x", SmallNet.Random(ref random, 1, 6, 1, 1, 24), null, geometry);
        LinearLayer layer = LinearLayer.Of(node)!;
        LayerProblem problem = Problem(layer, 400, ref random);
        QuantizedLayer nearest = new EmpiricalBiasCorrection().Solve(layer, QuantizedLayer.Nearest(layer, 0.02f), problem);
        QuantizedLayer solved = new AdaptiveRounding().Solve(layer, QuantizedLayer.Nearest(layer, 0.02f), problem);

        double before = 0, after = 0;
        for (int c = 0; c < layer.Channels; c++)
        {
            before += Errors(layer, nearest, problem, c).Sum(e => e * e);
            after += Errors(layer, solved, problem, c).Sum(e => e * e);
            Assert.Equal(0, Errors(layer, solved, problem, c).Average(), 4);
            for (int tap = 0; tap < layer.Taps; tap++)
            {
                int index = layer.IndexOf(c, tap);
                Assert.True(Math.Abs(solved.Weights[index] - (layer.Weights.Data[index] / solved.ScaleOf(c))) < 1.001);
            }
        }

        Assert.True(after < before * 0.75, $"{after} against {before}");
    }

    // Correlated inputs, and targets of the float weights from slightly different inputs.
    private static LayerProblem Problem(LinearLayer layer, int rows, ref Prng random)
    {
        int sets = layer.IsDepthwise ? layer.Channels : 1;
        var inputs = new float[sets * rows * layer.Taps];
        var targets = new float[rows * layer.Channels];
        for (int set = 0; set < sets; set++)
        {
            for (int row = 0; row < rows; row++)
            {
                float common = (float)random.NextDouble() * 4;
                for (int tap = 0; tap < layer.Taps; tap++)
                    inputs[(((set * rows) + row) * layer.Taps) + tap] = common + (float)random.NextDouble();
            }
        }

        for (int row = 0; row < rows; row++)
        {
            for (int c = 0; c < layer.Channels; c++)
            {
                for (int tap = 0; tap < layer.Taps; tap++)
                    targets[(row * layer.Channels) + c] += layer.Weights.Data[layer.IndexOf(c, tap)] * (inputs[((((layer.IsDepthwise ? c : 0) * rows) + row) * layer.Taps) + tap] + 0.1f);
            }
        }

        return new LayerProblem(inputs, targets, rows);
    }

    private static double[] Errors(LinearLayer layer, QuantizedLayer quantized, LayerProblem problem, int channel)
    {
        var errors = new double[problem.Rows];
        for (int row = 0; row < errors.Length; row++)
        {
            double sum = quantized.Bias[channel];
            for (int tap = 0; tap < layer.Taps; tap++)
                sum += quantized.Weights[layer.IndexOf(channel, tap)] * (double)quantized.ScaleOf(channel) * problem.Inputs[((((layer.IsDepthwise ? channel : 0) * problem.Rows) + row) * layer.Taps) + tap];
            errors[row] = problem.Targets[(row * layer.Channels) + channel] - sum;
        }

        return errors;
    }

    [Fact]
    public void Analytic_bias_correction_undoes_the_mean_of_rounding()
    {
        Climber climber = Steps.Climbed(Rung.PerChannel);
        QuantizedLayer before = climber.Model.Layers["pw_bn"];
        climber.Climb(Rung.AnalyticBias);
        QuantizedLayer after = climber.Model.Layers["pw_bn"];
        LinearLayer layer = Steps.Graph.Operations.First(o => o.Output == "pw_relu").Linear!;
        double moved = 0;
        for (int tap = 0; tap < layer.Taps; tap++)
            moved += ((before.Weights[tap] * (double)before.Scales[0]) - layer.Weights.Data[tap]) * Steps.Data.Histograms["dw_relu"].Channel(tap).Mean;
        Assert.Equal(before.Bias[0] - moved, after.Bias[0], 9);
        Assert.NotEqual(before.Bias[0], after.Bias[0]);
    }

    [Fact]
    public void Every_rung_is_deployable_and_the_top_is_better_than_the_foot()
    {
        double foot = Steps.LogitsSqnr(Steps.Climbed(Rung.PerChannel));
        double bias = Steps.LogitsSqnr(Steps.Climbed(Rung.PerChannel, Rung.Equalize, Rung.Absorb, Rung.EmpiricalBias, Rung.Ranges));
        double top = Steps.LogitsSqnr(Steps.Climbed([.. Recipe.Full]));
        Assert.True(bias > foot + 0.3, $"{bias} against {foot} dB");
        Assert.True(top > foot + 0.6, $"{top} against {foot} dB");
    }

    [Fact]
    public void Range_search_does_not_make_the_answer_worse()
    {
        Climber climber = Steps.Climbed(Rung.PerChannel);
        double before = Divergence(climber.Model);
        climber.Climb(Rung.Ranges);
        Assert.True(Divergence(climber.Model) <= before * 1.02);
    }

    private static double Divergence(QuantizedModel model)
    {
        var errors = new double[Steps.Samples.Length];
        DeployedRun.ForEach(model, Steps.Samples, (i, values) => errors[i] = AnswerError.Between(SmallNet.Run(Steps.Graph.Float, SmallNet.InputOf(Steps.Samples[i]), "logits"), values.Read("logits")));
        return errors.Sum();
    }

    [Fact]
    public void Divergence_of_answers()
    {
        Assert.Equal(0, AnswerError.Between([1, 2, 3], [11, 12, 13]), 9);
        double p = 1 / (1 + Math.E);
        Assert.Equal((p * Math.Log(p / 0.5)) + ((1 - p) * Math.Log((1 - p) / 0.5)), AnswerError.Between([0, 1], [5, 5]), 9);
    }

    [Fact]
    public void A_repeated_run_gives_the_same_model()
    {
        byte[] Write() => EdgeVision.Model.TfliteWriter.Write(TfliteEmitter.Emit(Steps.Climbed([.. Recipe.Full]).Model));
        Assert.Equal(Write(), Write());
    }

    [Fact]
    public void Pixels_are_spread_and_differ_from_sample_to_sample()
    {
        var pixels = new LayerPixels(2, 1000, 64, 2);
        int[] first = [.. Enumerable.Range(0, 64).Select(i => pixels.Pixel(0, i))], second = [.. Enumerable.Range(0, 64).Select(i => pixels.Pixel(1, i))];
        Assert.Equal(64, first.Distinct().Count());
        Assert.All(first, pixel => Assert.InRange(pixel, 0, 999));
        Assert.True(first.Max() > 900 && first.Min() < 100);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_ladder_stops_within_the_budget_and_else_takes_the_best_rung()
    {
        var validation = new Validation(Steps.Program, Steps.Others, null, new Silence());
        LadderResult met = new LadderRun(Steps.Foot(), Steps.Program, validation, new Silence()).ClimbTo(100, Recipe.Full, _ => { });
        Assert.Equal((1, true), (met.Rungs.Count, met.BudgetMet!.Value));

        LadderResult missed = new LadderRun(Steps.Foot(), Steps.Program, validation, new Silence()).ClimbTo(-1, [Rung.PerChannel, Rung.EmpiricalBias], _ => { });
        Assert.Equal((2, false), (missed.Rungs.Count, missed.BudgetMet!.Value));
        Assert.Equal(missed.Rungs.Max(rung => rung.Figure!.Agreement), missed.Chosen.Figure!.Agreement);
    }

    [Fact]
    public void Accuracy_is_measured_against_labels()
    {
        int[] labels = [.. new Validation(Steps.Program, Steps.Others, null, new Silence()).FloatClasses];
        labels[0] = (labels[0] + 1) % SmallNet.Classes;
        var validation = new Validation(Steps.Program, Steps.Others, labels, new Silence());
        DeployedFigure figure = validation.Measure(Steps.Climbed([.. Recipe.Full]).Model, new Silence());

        Assert.Equal(100.0 * 79 / 80, validation.FloatAccuracy);
        Assert.Equal(validation.FloatAccuracy - figure.Accuracy, validation.LossOf(figure));
        Assert.InRange(figure.Agreement, 90, 100);
        Assert.Equal(labels[5], validation.LabelOf(5));
    }

    [Fact]
    public void A_collapsed_output_is_refused_and_explained()
    {
        var validation = new Validation(Steps.Program, Steps.Others, null, new Silence());
        Assert.True(validation.FloatClasses.Distinct().Count() > 1);
        ValueSqnr[] layers = [new("good", 30), new("bad", 2)];
        var figure = new DeployedFigure(null, 0, new int[Steps.Others.Length]);
        SourceException failure = Assert.Throws<SourceException>(() => validation.RequireVariety(figure, layers, "net"));
        Assert.Contains("collapsed: class 0", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'bad'", failure.Message, StringComparison.Ordinal);
        validation.RequireVariety(figure with { Classes = [0, .. Enumerable.Repeat(1, Steps.Others.Length - 1)] }, layers, "net");
    }

    [Fact]
    public void Recipes_are_sorted_and_checked()
    {
        Assert.Equal([Rung.PerChannel, Rung.Equalize, Rung.AdaptiveRounding], Recipe.Parse("adaround, equalize"));
        Assert.Equal(Recipe.Full, Recipe.Parse("full"));
        Assert.Contains("'magic'", Assert.Throws<UsageException>(() => Recipe.Parse("magic")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decibels() => Assert.Equal((20, 120, 0), (SignalToNoise.Decibels(100, 1), SignalToNoise.Decibels(1, 0), SignalToNoise.Decibels(0, 1)));
}
