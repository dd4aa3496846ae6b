using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// One operator while it is prepared: its tensors, its constants in the int8 domain, and how to refuse it. Every check of a model that is
/// well-formed but unusable goes through <see cref="Refuse(string, int)"/>, so that all refusals name file, operator and tensor alike.
/// </summary>
internal sealed class OperatorContext(TfliteModel model, Operator op, IReadOnlyList<PlannedTensor> tensors, IsaPolicy isa)
{
    public IsaPolicy Isa => isa;

    public BuiltinOperator Code => op.Code;

    public int InputCount => op.Inputs.Count;

    /// <summary>The operator's options, or those of its schema's defaults when the file has none.</summary>
    public T Options<T>()
        where T : OperatorOptions => op.Options as T ?? throw Refuse($"its options table is not a {typeof(T).Name}");

    /// <summary>An input that must be there.</summary>
    public PlannedTensor Input(int position)
    {
        if (position >= op.Inputs.Count || op.Inputs[position] < 0)
            throw Refuse($"input {position} is missing");
        return tensors[op.Inputs[position]];
    }

    /// <summary>An input that may be left out.</summary>
    public PlannedTensor? OptionalInput(int position) =>
        position < op.Inputs.Count && op.Inputs[position] >= 0 ? tensors[op.Inputs[position]] : null;

    /// <summary>The operator's only output.</summary>
    public PlannedTensor Output()
    {
        if (op.Outputs.Count != 1)
            throw Refuse($"it has {op.Outputs.Count} outputs instead of one");
        return tensors[op.Outputs[0]];
    }

    /// <summary>Checks that an activation is 8-bit with one scale and zero point, and returns these in the int8 domain.</summary>
    public Quantization QuantizationOf(PlannedTensor tensor)
    {
        if (!tensor.IsByte)
            throw Refuse($"its type {tensor.FileType} is not supported here; only INT8 and UINT8 are (float models go through quantize first)", tensor.Index);
        return tensor.Quantization ?? throw Refuse("it has no usable scale and zero point (one of each is needed)", tensor.Index);
    }

    /// <summary>Checks that no tensor of the operator keeps a value from one run to the next, for which the arena has no place.</summary>
    public void RequireStateless()
    {
        RequireStateless(op.Inputs);
        RequireStateless(op.Outputs);
    }

    /// <summary>Checks that two activations have the same 8-bit type.</summary>
    public void RequireSameType(PlannedTensor first, PlannedTensor second)
    {
        if (first.FileType != second.FileType)
            throw Refuse($"its type {second.FileType} differs from {first.FileType} of tensor {first.Index}", second.Index);
    }

    /// <summary>The shape as NHWC, with ones in front of fewer than four dimensions.</summary>
    public TensorShape Shape4(PlannedTensor tensor)
    {
        IReadOnlyList<int> shape = tensor.Shape;
        if (shape.Count > 4)
            throw Refuse($"it has {shape.Count} dimensions; at most 4 are supported", tensor.Index);
        int At(int fromEnd) => shape.Count >= fromEnd ? shape[^fromEnd] : 1;
        return new TensorShape(At(4), At(3), At(2), At(1));
    }

    /// <summary>The shape of a tensor that must have exactly four dimensions.</summary>
    public TensorShape Image(PlannedTensor tensor)
    {
        if (tensor.Shape.Count != 4)
            throw Refuse($"it has {tensor.Shape.Count} dimensions instead of 4 (NHWC)", tensor.Index);
        return Shape4(tensor);
    }

    /// <summary>Constant 8-bit weights in the int8 domain.</summary>
    public ReadOnlySpan<sbyte> Weights(PlannedTensor tensor)
    {
        RequireConstant(tensor);
        return Int8Domain(tensor.Source);
    }

    /// <summary>The zero point of constant weights in the int8 domain; per-channel weights must be symmetric.</summary>
    public int WeightZeroPoint(PlannedTensor weights)
    {
        ImmutableArray<long> zeroPoints = QuantizationTable(weights).ZeroPoints;
        long zeroPoint = zeroPoints.Length == 0 ? 0 : zeroPoints[0];
        foreach (long other in zeroPoints)
        {
            if (other != zeroPoint)
                throw Refuse("its channels have different zero points", weights.Index);
        }

        return checked((int)(weights.FileType == TensorType.UInt8 ? zeroPoint - 128 : zeroPoint));
    }

    /// <summary>Constant int32 bias, or nothing when the operator has none.</summary>
    public int[] Bias(int position)
    {
        if (OptionalInput(position) is not { } bias)
            return [];
        if (bias.FileType != TensorType.Int32)
            throw Refuse($"a bias of type {bias.FileType} is not supported; only INT32 is", bias.Index);
        return ConstantIntegers(bias);
    }

    /// <summary>Constant INT32 or INT64 values that fit an int.</summary>
    public int[] ConstantIntegers(PlannedTensor tensor)
    {
        RequireConstant(tensor);
        ReadOnlySpan<byte> data = tensor.Source.Data.Span;
        var values = new int[tensor.Elements];
        for (int i = 0; i < values.Length; i++)
        {
            long value = tensor.FileType switch
            {
                TensorType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(data[(4 * i)..]),
                TensorType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(data[(8 * i)..]),
                _ => throw Refuse($"its type {tensor.FileType} should be INT32 or INT64", tensor.Index),
            };
            if (value != (int)value)
                throw Refuse($"its value {value} is out of range", tensor.Index);
            values[i] = (int)value;
        }

        return values;
    }

    /// <summary>
    /// The multipliers of a convolution or a fully connected layer, one per output channel or one for all. For the legacy types the
    /// product of the scales is rounded to float32 first (docs/numerics.md, "Multiplier").
    /// </summary>
    public FixedPointMultiplier[] Multipliers(PlannedTensor input, PlannedTensor weights, PlannedTensor output, MultiplierRule rule)
    {
        double inputScale = QuantizationOf(input).Scale, outputScale = QuantizationOf(output).Scale;
        ImmutableArray<float> scales = QuantizationTable(weights).Scales;
        bool roundProduct = weights.FileType == TensorType.UInt8 || (rule == MultiplierRule.FullyConnected && scales.Length == 1);
        var multipliers = new FixedPointMultiplier[scales.Length];
        for (int c = 0; c < multipliers.Length; c++)
        {
            double product = roundProduct ? (float)inputScale * scales[c] : inputScale * scales[c];
            multipliers[c] = FixedPointMultiplier.FromDouble(product / outputScale);
        }

        return multipliers;
    }

    /// <summary>The output range after the fused activation.</summary>
    public OutputRange Range(FusedActivation activation, PlannedTensor output) => activation switch
    {
        FusedActivation.None => OutputRange.Full,
        FusedActivation.Relu => OutputRange.Relu(QuantizationOf(output)),
        FusedActivation.Relu6 => OutputRange.Relu6(QuantizationOf(output)),
        FusedActivation.ReluN1To1 => OutputRange.ReluN1To1(QuantizationOf(output)),
        _ => throw Refuse($"the fused activation {activation} is not supported"),
    };

    /// <summary>Checks the shape that the file declares for the output against the one the operator computes.</summary>
    public void RequireShape(PlannedTensor tensor, params ReadOnlySpan<int> expected)
    {
        bool same = tensor.Shape.Count == expected.Length;
        for (int i = 0; same && i < expected.Length; i++)
            same = tensor.Shape[i] == expected[i];
        if (!same)
        {
            throw Refuse($"its shape [{string.Join(", ", tensor.Shape)}] should be [{string.Join(", ", expected.ToArray())}]",
                tensor.Index);
        }
    }

    /// <summary>Checks that the output has the input's shape.</summary>
    public void RequireSameShape(PlannedTensor input, PlannedTensor output)
    {
        var expected = new int[input.Shape.Count];
        for (int i = 0; i < expected.Length; i++)
            expected[i] = input.Shape[i];
        RequireShape(output, expected);
    }

    /// <summary>An exception that names this operator, and the tensor when there is one to blame.</summary>
    public UnsupportedModelException Refuse(string reason, int tensor = -1) => new(Describe(reason, tensor));

    /// <summary>The same for a kernel's refusal.</summary>
    public UnsupportedModelException Refuse(KernelException refusal) => new(Describe(refusal.Message, -1), refusal);

    /// <summary>8-bit constant data as int8, moved by 128 if the file stores it unsigned.</summary>
    public static ReadOnlySpan<sbyte> Int8Domain(Tensor tensor)
    {
        if (tensor.Type == TensorType.Int8)
            return MemoryMarshal.Cast<byte, sbyte>(tensor.Data.Span);
        byte[] values = tensor.Data.ToArray();
        UnsignedBytes.Flip(values);
        return MemoryMarshal.Cast<byte, sbyte>(values);
    }

    private TensorQuantization QuantizationTable(PlannedTensor weights) => weights.Source.Quantization
        ?? throw Refuse("it has no scale", weights.Index);

    private void RequireStateless(IReadOnlyList<int> indices)
    {
        foreach (int tensor in indices)
        {
            if (tensor >= 0 && tensors[tensor].Source.IsVariable)
                throw Refuse("variables, which keep a value from one run to the next, are not supported", tensor);
        }
    }

    private void RequireConstant(PlannedTensor tensor)
    {
        if (!tensor.IsConstant)
            throw Refuse("it must be a constant stored in the file", tensor.Index);
    }

    private string Describe(string reason, int tensor)
    {
        // A tensor's own text has no line breaks, which its name in the file may have.
        string at = tensor >= 0 ? $", {tensors[tensor].Source}" : op.Outputs.Count > 0 ? $", output {tensors[op.Outputs[0]].Source}" : "";
        return $"{model.Name}: operator {op.Index} {op.DisplayName}{at}: {reason}";
    }
}

/// <summary>Which of TensorFlow Lite's two rules computes the multipliers.</summary>
internal enum MultiplierRule
{
    /// <summary>CONV_2D and DEPTHWISE_CONV_2D.</summary>
    Convolution,

    /// <summary>FULLY_CONNECTED.</summary>
    FullyConnected,
}
