using EdgeVision.Model;
using EdgeVision.Testing;
using static EdgeVision.Runtime.Tests.Operators.OperatorModel;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>
/// Random weights and bias of a convolution or fully connected layer, as each type has them: INT8 symmetric with a scale per channel or one
/// for all, UINT8 with one scale and a zero point.
/// </summary>
internal sealed class LinearWeights
{
    /// <summary>
    /// TensorFlow Lite's x64 kernels of CONV_2D and FULLY_CONNECTED round ties of the last shift upward, its reference away from zero: one
    /// step, where the accumulator is negative and a tie.
    /// </summary>
    public const int TiesUpward = 1;

    private readonly TensorType _type;
    private readonly int[] _shape;
    private readonly byte[] _data;
    private readonly TensorQuantization _quantization;
    private readonly int[] _bias;

    private LinearWeights(TensorType type, int[] shape, byte[] data, TensorQuantization quantization, int[] bias, Affine input)
    {
        (_type, _shape, _data, _quantization, _bias, Input) = (type, shape, data, quantization, bias, input);
    }

    public Affine Input { get; }

    /// <summary>A layer's weights, with a bias unless it is taken away.</summary>
    /// <param name="type">Of weights, input and output.</param>
    /// <param name="shape">Of the weights.</param>
    /// <param name="channelAxis">Which of its dimensions are the output channels.</param>
    /// <param name="scales">1, or the number of channels (INT8 only).</param>
    /// <param name="input">The layer's input quantization, in INT8's zero points.</param>
    /// <param name="small">Weights of −2 … 2, for layers that amplify.</param>
    public static LinearWeights Random(TensorType type, int[] shape, int channelAxis, int scales, Affine input, bool small = false)
    {
        var random = new Prng(0xBEEF);
        int channels = shape[channelAxis];
        long zeroPoint = type == TensorType.UInt8 ? 119 : 0;
        byte[] data = RandomBytes(Count(shape), 77);
        for (int i = 0; i < data.Length; i++)
            data[i] = small ? (byte)(zeroPoint + random.Next(-2, 2)) : type == TensorType.Int8 && data[i] == 0x80 ? (byte)1 : data[i];
        TensorQuantization quantization = type == TensorType.UInt8 || scales == 1
            ? TensorQuantization.PerTensor(0.0071f, zeroPoint)
            : TensorQuantization.PerChannel([.. Enumerable.Range(0, channels).Select(c => 0.004f + (0.0007f * (c % 11)))], channelAxis);
        int[] bias = [.. Enumerable.Range(0, channels).Select(_ => small ? random.Next(-20, 20) : random.Next(-3000, 3000))];
        return new LinearWeights(type, shape, data, quantization, bias, input.As(type));
    }

    public LinearWeights WithoutBias() => new(_type, _shape, _data, _quantization, [], Input);

    public static double Activate(FusedActivation activation, double value) => activation switch
    {
        FusedActivation.Relu => Math.Max(value, 0),
        FusedActivation.Relu6 => Math.Clamp(value, 0, 6),
        _ => value,
    };

    public double Real(int index, int channel)
    {
        double stored = _type == TensorType.UInt8 ? _data[index] : (sbyte)_data[index];
        return Scale(channel) * (stored - _quantization.ZeroPoints[0]);
    }

    public double Bias(int channel) => _bias.Length == 0 ? 0 : (float)Input.Scale * Scale(channel) * _bias[channel];

    /// <summary>Weights and bias as operator inputs.</summary>
    public IEnumerable<int> AddTo(ModelBuilder builder)
    {
        yield return builder.AddConstant("weights", _type, _shape, _data, _quantization);
        if (_bias.Length == 0)
            yield break;
        TensorQuantization bias = _quantization.Scales.Length == 1
            ? TensorQuantization.PerTensor((float)Input.Scale * _quantization.Scales[0], 0)
            : TensorQuantization.PerChannel([.. _quantization.Scales.Select(s => (float)Input.Scale * s)], axis: 0);
        yield return builder.AddConstant<int>("bias", [_bias.Length], _bias, bias);
    }

    /// <summary>An output scale at which most results are inside the range; with a gain, one that makes the multiplier that large.</summary>
    public Affine OutputFor(TensorType type, double[] real, double gain) =>
        new Affine(gain > 0 ? Input.Scale * _quantization.Scales[0] / gain : real.Max(Math.Abs) / 140, gain > 0 ? 0 : -6).As(type);

    private double Scale(int channel) => _quantization.Scales.Length == 1 ? _quantization.Scales[0] : _quantization.Scales[channel];
}
