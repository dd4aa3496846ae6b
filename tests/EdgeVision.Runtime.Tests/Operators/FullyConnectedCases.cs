using EdgeVision.Model;
using static EdgeVision.Runtime.Tests.Operators.OperatorModel;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>FULLY_CONNECTED with one scale for all weights and, for INT8, one per output.</summary>
internal static class FullyConnectedCases
{
    public static IEnumerable<OperatorCase> All()
    {
        foreach (TensorType type in ByteTypes)
        {
            foreach ((int batch, int depth, int outputs) in ((int, int, int)[])[(1, 37, 10), (3, 64, 33), (5, 1, 3)])
                yield return Case(type, batch, depth, outputs, scales: 1);
            yield return Case(type, batch: 2, depth: 2, outputs: 16, scales: 1, FusedActivation.None, gain: 3.1);
            yield return Case(type, batch: 2, depth: 40, outputs: 16, scales: 1, FusedActivation.Relu6);
        }

        // TensorFlow Lite 2.9 knows no scales per output here and takes the first for all; the newer reference kernels use each.
        yield return Case(TensorType.Int8, batch: 3, depth: 50, outputs: 18, scales: 18) with { ComparesWithPeer = false };
        yield return Case(TensorType.Int8, batch: 3, depth: 50, outputs: 18, scales: 18, FusedActivation.Relu) with { ComparesWithPeer = false };
    }

    private static OperatorCase Case(
        TensorType type, int batch, int depth, int outputs, int scales, FusedActivation activation = FusedActivation.None, double gain = 0)
    {
        var weights = LinearWeights.Random(type, [outputs, depth], 0, scales, new Affine(0.051, 12), gain > 0);
        byte[] input = RandomBytes(batch * depth, 5);
        double[] stored = Stored(type, input);
        var real = new double[batch * outputs];
        for (int i = 0; i < real.Length; i++)
        {
            (int row, int channel) = (i / outputs, i % outputs);
            real[i] = weights.Bias(channel);
            for (int d = 0; d < depth; d++)
                real[i] += weights.Input.ToReal(stored[(row * depth) + d]) * weights.Real((channel * depth) + d, channel);
        }

        Affine target = weights.OutputFor(type, real, gain);
        return new OperatorCase
        {
            Name = $"FULLY_CONNECTED {type} {batch}x{depth}x{outputs}, {scales} scales, {activation}",
            Model = Build(
                BuiltinOperator.FullyConnected, (type, [batch, depth], weights.Input), (type, [batch, outputs], target),
                new FullyConnectedOptions(activation), weights.AddTo),
            Input = input,
            Expected = [.. real.Select(v => target.ToStored(LinearWeights.Activate(activation, v)))],
            Within = OperatorCase.TwoRoundings,
            PeerWithin = LinearWeights.TiesUpward,
        };
    }
}
