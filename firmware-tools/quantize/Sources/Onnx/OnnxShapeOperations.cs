using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>Operations that move elements, and the arithmetic of shapes that exporters write for them.</summary>
internal static class OnnxShapeOperations
{
    public static void Concat(OnnxOperation operation)
    {
        long axis = operation.Integer("axis", 1);
        if (operation.InputCount > 0 && operation.IsConstant(0))
        {
            var numbers = new List<long>();
            for (int i = 0; i < operation.InputCount; i++)
                numbers.AddRange(operation.Integers(i));
            operation.Graph.Constants.Add(operation.Output, numbers);
            return;
        }

        var values = new string[operation.InputCount];
        for (int i = 0; i < values.Length; i++)
            values[i] = operation.Builder.ShapeOf(operation.Value(i)).Count == 4 ? operation.Image(i) : InOrder(operation, i);
        int rank = values.Length == 0 ? 0 : operation.Builder.ShapeOf(values[0]).Count;
        axis = axis < 0 ? axis + rank : axis;
        int ours = rank != 4 ? (int)Math.Clamp(axis, -1, 8) : axis switch { 1 => 3, 2 => 1, 3 => 2, 0 => 0, _ => -1 };
        operation.Builder.Add(new ConcatNode(operation.Output, values, ours));
    }

    public static void Flatten(OnnxOperation operation)
    {
        if (operation.Integer("axis", 1) != 1)
            throw operation.Error("only axis 1 is supported");
        AddFlat(operation);
    }

    public static void Reshape(OnnxOperation operation)
    {
        if (operation.Integer("allowzero", 0) != 0)
            throw operation.Error("allowzero is not supported");
        IReadOnlyList<int> from = OnnxShape(operation, operation.Value(0));
        IReadOnlyList<long> wanted = operation.Integers(1);
        var shape = new long[wanted.Count];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = wanted[i] == 0 && i < from.Count ? from[i] : wanted[i];
        if (shape is [1 or -1, _])
            AddFlat(operation, shape);
        else if (shape is [1 or -1, _, 1, 1] && (from.Count == 2 || from is [_, _, 1, 1]))
            operation.Builder.Add(new ReshapeNode(operation.Output, InOrder(operation, 0), [1, 1, 1, -1]));
        else
            throw operation.Error($"a reshape to [{string.Join(", ", shape)}] is not supported, only to a vector or one pixel");
    }

    public static void Squeeze(OnnxOperation operation)
    {
        IReadOnlyList<int> shape = OnnxShape(operation, operation.Value(0));
        long[] axes = [.. operation.Integers("axes", 1) ?? []];
        Array.Sort(axes);
        bool channelsLast = operation.Graph.Layout.IsChannelsLast(operation.Value(0));
        bool heightAndWidth = channelsLast ? axes is [1, 2] or [-3, -2] : axes is [2, 3] or [-2, -1];
        if (shape.Count != 4 || !heightAndWidth)
            throw operation.Error("only height and width of one pixel can be left out");
        AddFlat(operation);
    }

    public static void Transpose(OnnxOperation operation)
    {
        string value = operation.Value(0);
        IReadOnlyList<long> order = operation.Find("perm")?.Integers ?? [];
        bool channelsLast = operation.Graph.Layout.IsChannelsLast(value);
        bool toFirst = channelsLast && order is [0, 3, 1, 2], toLast = !channelsLast && order is [0, 2, 3, 1];
        if (operation.Builder.ShapeOf(value).Count != 4 || (!toFirst && !toLast))
            throw operation.Error($"the order [{string.Join(", ", order)}] is not supported, only that between NCHW and NHWC");
        operation.Builder.Add(new IdentityNode(operation.Output, value));
        if (toLast)
            operation.Graph.Layout.SetChannelsLast(operation.Output);
    }

    public static void Identity(OnnxOperation operation)
    {
        if (!operation.IsConstant(0))
            operation.AddElementwise(new IdentityNode(operation.Output, operation.Value(0)), operation.Value(0));
        else
            operation.Graph.Constants.AddCopy(operation.Output, operation.InputName(0));
    }

    public static void Constant(OnnxOperation operation)
    {
        if (operation.Find("value")?.Tensor is { } tensor)
            operation.Graph.Constants.Add(operation.Output, tensor);
        else if (operation.Find("value_ints") is { } list)
            operation.Graph.Constants.Add(operation.Output, list.Integers);
        else if (operation.Find("value_int")?.Integer is { } number)
            operation.Graph.Constants.Add(operation.Output, [number]);
        else if (operation.Find("value_float")?.Single is { } single)
            operation.Graph.Constants.AddScalar(operation.Output, single);
        else
            throw operation.Error("only constants of numbers are supported");
    }

    public static void Shape(OnnxOperation operation)
    {
        IReadOnlyList<int> shape = OnnxShape(operation, operation.Value(0));
        operation.Graph.Constants.Add(operation.Output, [.. shape.Select(size => (long)size)]);
    }

    public static void Gather(OnnxOperation operation)
    {
        IReadOnlyList<long> from = operation.Integers(0);
        IReadOnlyList<long> indices = operation.Integers(1);
        var values = new long[indices.Count];
        for (int i = 0; i < values.Length; i++)
        {
            long index = indices[i] < 0 ? indices[i] + from.Count : indices[i];
            if (index < 0 || index >= from.Count)
                throw operation.Error($"index {index} of {from.Count} values");
            values[i] = from[(int)index];
        }

        operation.Graph.Constants.Add(operation.Output, values);
    }

    public static void Unsqueeze(OnnxOperation operation) => operation.Graph.Constants.Add(operation.Output, operation.Integers(0));

    /// <summary>A value's shape as ONNX sees it.</summary>
    private static IReadOnlyList<int> OnnxShape(OnnxOperation operation, string value)
    {
        IReadOnlyList<int> shape = operation.Builder.ShapeOf(value);
        return shape.Count == 4 && !operation.Graph.Layout.IsChannelsLast(value) ? [shape[0], shape[3], shape[1], shape[2]] : shape;
    }

    private static string InOrder(OnnxOperation operation, int position)
    {
        string value = operation.Value(position);
        return operation.Graph.Layout.FlattenedImage(value) is null
            ? value
            : throw operation.Error($"'{value}' is a flattened image, which only a matrix product may read");
    }

    /// <summary>Adds the reshape to a vector and remembers the image if its order of elements differs.</summary>
    private static void AddFlat(OnnxOperation operation, params IReadOnlyList<long> wanted)
    {
        string value = operation.Value(0);
        IReadOnlyList<int> shape = operation.Builder.ShapeOf(value);
        long count = Shapes.ElementCount(shape);
        if (wanted is [_, var length] && length != -1 && length != count)
            throw operation.Error($"{Shapes.Text(shape)} cannot become a vector of {length}");
        operation.Builder.Add(new ReshapeNode(operation.Output, value, [1, (int)count]));
        if (shape.Count == 4 && (shape[1] > 1 || shape[2] > 1) && !operation.Graph.Layout.IsChannelsLast(value))
            operation.Graph.Layout.SetFlattened(operation.Output, (shape[3], shape[1], shape[2]));
        else if (operation.Graph.Layout.FlattenedImage(value) is { } image)
            operation.Graph.Layout.SetFlattened(operation.Output, image);
    }
}
