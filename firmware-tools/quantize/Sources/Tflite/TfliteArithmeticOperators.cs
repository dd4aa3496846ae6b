using EdgeVision.Model;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Tflite;

/// <summary>Sums and products of two values, or of a value and a constant per channel.</summary>
internal static class TfliteArithmeticOperators
{
    public static void Add(TfliteGraphReader reader, Operator op)
    {
        FusedActivation activation = reader.Options<AddOptions>(op).Activation;
        if (TryConstant(reader, op, out string value, out float[] constant))
            AddScaleShift(reader, op, activation, value, [1], constant);
        else
            reader.Add(op, activation, name => new AddNode(name, reader.Value(op, 0), reader.Value(op, 1)));
    }

    public static void Sub(TfliteGraphReader reader, Operator op)
    {
        FusedActivation activation = reader.Options<SubOptions>(op).Activation;
        if (!TryConstant(reader, op, out string value, out float[] constant))
            throw reader.Error(op, "the difference of two values is not supported, only that of a value and a constant");
        bool constantFirst = reader.IsConstant(op, 0);
        if (!constantFirst)
            constant = Array.ConvertAll(constant, x => -x);
        AddScaleShift(reader, op, activation, value, [constantFirst ? -1 : 1], constant);
    }

    public static void Mul(TfliteGraphReader reader, Operator op)
    {
        FusedActivation activation = reader.Options<MulOptions>(op).Activation;
        if (TryConstant(reader, op, out string value, out float[] constant))
            AddScaleShift(reader, op, activation, value, constant, [0]);
        else
            reader.Add(op, activation, name => new MulNode(name, reader.Value(op, 0), reader.Value(op, 1)));
    }

    private static void AddScaleShift(
        TfliteGraphReader reader,
        Operator op,
        FusedActivation activation,
        string value,
        float[] scale,
        float[] shift) =>
        reader.Add(op, activation, name => new ScaleShiftNode(name, value, scale, shift));

    private static bool TryConstant(TfliteGraphReader reader, Operator op, out string value, out float[] constant)
    {
        int position = reader.IsConstant(op, 0) ? 0 : 1;
        (value, constant) = ("", []);
        if (!reader.IsConstant(op, position))
            return false;
        FloatTensor tensor = reader.Constant(op, position);
        int channels = tensor.Shape.Count == 0 ? 1 : tensor.Shape[^1];
        if (channels != tensor.Data.Length)
            throw reader.Error(op, "a constant operand must have one value or one per channel");
        (value, constant) = (reader.Value(op, 1 - position), tensor.Data);
        return true;
    }
}
