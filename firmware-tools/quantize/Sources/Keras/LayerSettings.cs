using System.Text.Json;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Typed access to a layer's parameters; complains with the layer's name.</summary>
internal sealed class LayerSettings(SourceFile file, KerasLayer layer)
{
    public SourceException Error(string message) => file.Error($"layer '{layer.SavedName}' ({layer.ClassName}): {message}");

    public JsonElement? Find(string name) => layer.Config.Member(name);

    public string? Text(string name) => layer.Config.Text(name);

    public bool Flag(string name, bool otherwise) => Find(name) is { } value
        ? value.Boolean() ?? throw Error($"'{name}' is not true or false")
        : otherwise;

    public float Number(string name, float otherwise) => Find(name) is { } value
        ? (float)(value.Number() ?? throw Error($"'{name}' is not a number"))
        : otherwise;

    /// <summary>One number or a list of them.</summary>
    public float[]? Numbers(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.Number() is { } single)
            return [(float)single];
        var numbers = new List<float>();
        Flatten(value, numbers);
        return [.. numbers];

        void Flatten(JsonElement element, List<float> into)
        {
            if (element.ValueKind != JsonValueKind.Array)
                into.Add((float)(element.Number() ?? throw Error($"'{name}' is not a number or a list of numbers")));
            foreach (JsonElement item in ((JsonElement?)element).Elements())
                Flatten(item, into);
        }
    }

    public int Integer(string name, int otherwise) => Find(name) is { } value
        ? value.Integer() ?? throw Error($"'{name}' is not an integer")
        : otherwise;

    public int[] Integers(string name) => Find(name).Integers() ?? throw Error($"'{name}' is not a list of integers");

    /// <summary>Height and width: an integer for both, or two.</summary>
    public (int Height, int Width) Pair(string name, (int Height, int Width) otherwise)
    {
        if (Find(name) is not { } value)
            return otherwise;
        return value.Integer() is { } both ? (both, both)
            : ((JsonElement?)value).Integers() is [int height, int width] ? (height, width)
            : throw Error($"'{name}' is not an integer or two");
    }

    public PaddingKind Padding() => Text("padding") switch
    {
        "same" => PaddingKind.Same,
        "valid" or null => PaddingKind.Valid,
        string other => throw Error($"padding '{other}' is not supported"),
    };

    public void RequireChannelsLast()
    {
        if (Text("data_format") is { } format && format != "channels_last")
            throw Error($"data_format '{format}' is not supported; convert the model to channels_last");
    }

    /// <summary>The name of the function in an activation parameter: a name, or the object that newer versions write.</summary>
    public string Activation(string name) => Find(name) switch
    {
        null => "linear",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } value => value.Text("config") ?? value.Text("class_name") ?? throw Error($"'{name}' names no function"),
    };
}
