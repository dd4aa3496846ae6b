using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>Reads <c>onnx.proto</c>'s messages; the numbers are its field numbers.</summary>
internal static class OnnxModelReader
{
    public static OnnxModel Read(SourceFile file)
    {
        var model = new OnnxModel();
        var reader = new ProtoReader(file, file.Bytes);
        bool hasGraph = false;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    model.Producer = reader.Text();
                    break;
                case 7:
                    ReadGraph(file, reader.Message(), model);
                    hasGraph = true;
                    break;
                case 8:
                    ReadOpset(reader.Message(), model);
                    break;
            }
        }

        return hasGraph ? model : throw file.Error("there is no graph in it; the file is damaged or not an ONNX model");
    }

    private static void ReadOpset(ProtoReader reader, OnnxModel model)
    {
        string domain = "";
        long version = 0;
        while (reader.Next())
        {
            if (reader.Field == 1)
                domain = reader.Text();
            else if (reader.Field == 2)
                version = reader.Integer();
        }

        if (domain is "" or "ai.onnx")
            model.Opset = version;
    }

    private static void ReadGraph(SourceFile file, ProtoReader reader, OnnxModel model)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    model.Nodes.Add(ReadNode(reader.Message()));
                    break;
                case 5:
                    OnnxTensor tensor = ReadTensor(reader.Message());
                    if (!model.Initializers.TryAdd(tensor.Name, tensor))
                        throw file.Error($"two initializers are called '{tensor.Name}'; the file is damaged");
                    break;
                case 11:
                    model.Inputs.Add(ReadValue(reader.Message()));
                    break;
                case 12:
                    model.Outputs.Add(ReadValue(reader.Message()).Name);
                    break;
            }
        }
    }

    private static OnnxNode ReadNode(ProtoReader reader)
    {
        var inputs = new List<string>();
        var outputs = new List<string>();
        var attributes = new Dictionary<string, OnnxAttribute>();
        string opType = "", domain = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    inputs.Add(reader.Text());
                    break;
                case 2:
                    outputs.Add(reader.Text());
                    break;
                case 4:
                    opType = reader.Text();
                    break;
                case 5:
                    (string name, OnnxAttribute attribute) = ReadAttribute(reader.Message());
                    attributes[name] = attribute;
                    break;
                case 7:
                    domain = reader.Text();
                    break;
            }
        }

        return new OnnxNode(opType, domain, inputs, outputs, attributes);
    }

    private static (string Name, OnnxAttribute Attribute) ReadAttribute(ProtoReader reader)
    {
        string name = "";
        float? single = null;
        long? integer = null;
        string? text = null;
        OnnxTensor? tensor = null;
        var singles = new List<float>();
        var integers = new List<long>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 2:
                    single = reader.Single();
                    break;
                case 3:
                    integer = reader.Integer();
                    break;
                case 4:
                    text = reader.Text();
                    break;
                case 5:
                    tensor = ReadTensor(reader.Message());
                    break;
                case 7:
                    reader.Singles(singles);
                    break;
                case 8:
                    reader.Integers(integers);
                    break;
            }
        }

        return (name, new OnnxAttribute(single, integer, text, tensor, singles, integers));
    }

    private static OnnxTensor ReadTensor(ProtoReader reader)
    {
        const long External = 1;
        string name = "";
        var shape = new List<long>();
        long type = 0, location = 0;
        ReadOnlyMemory<byte> raw = default;
        var singles = new List<float>();
        var integers = new List<long>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.Integers(shape);
                    break;
                case 2:
                    type = reader.Integer();
                    break;
                case 4:
                    reader.Singles(singles);
                    break;
                case 5 or 7:
                    reader.Integers(integers);
                    break;
                case 8:
                    name = reader.Text();
                    break;
                case 9:
                    raw = reader.Bytes();
                    break;
                case 14:
                    location = reader.Integer();
                    break;
            }
        }

        return new OnnxTensor(name, shape, (int)Math.Clamp(type, 0, int.MaxValue), raw, singles, integers, location == External);
    }

    private static OnnxValue ReadValue(ProtoReader reader)
    {
        string name = "";
        var shape = new List<long>();
        while (reader.Next())
        {
            if (reader.Field == 1)
                name = reader.Text();
            else if (reader.Field == 2)
                ReadShape(reader.Message(), shape);
        }

        return new OnnxValue(name, shape);
    }

    // Type 1 is a tensor, its field 2 the shape, whose field 1 is a dimension, whose field 1 is its size.
    private static void ReadShape(ProtoReader type, List<long> shape)
    {
        while (type.Next())
        {
            if (type.Field != 1)
                continue;
            ProtoReader tensor = type.Message();
            while (tensor.Next())
            {
                if (tensor.Field != 2)
                    continue;
                ProtoReader sizes = tensor.Message();
                while (sizes.Next())
                {
                    if (sizes.Field != 1)
                        continue;
                    ProtoReader size = sizes.Message();
                    long value = -1;
                    while (size.Next())
                    {
                        if (size.Field == 1)
                            value = size.Integer();
                    }

                    shape.Add(value);
                }
            }
        }
    }
}
