namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>Values whose order of elements in ONNX is not what their NHWC form suggests.</summary>
internal sealed class OnnxLayout
{
    private readonly HashSet<string> _channelsLast = [];
    private readonly Dictionary<string, (int Channels, int Height, int Width)> _flattened = [];

    /// <summary>Whether a value is NHWC in ONNX too.</summary>
    public bool IsChannelsLast(string value) => _channelsLast.Contains(value);

    public void SetChannelsLast(string value) => _channelsLast.Add(value);

    /// <summary>The image that a vector was, which ONNX flattened channel by channel and we pixel by pixel.</summary>
    public (int Channels, int Height, int Width)? FlattenedImage(string value) =>
        _flattened.TryGetValue(value, out (int Channels, int Height, int Width) image) ? image : null;

    public void SetFlattened(string value, (int Channels, int Height, int Width) image) => _flattened[value] = image;

    /// <summary>Gives a result the layout of what it was computed from element by element.</summary>
    public void Inherit(string result, string from)
    {
        if (IsChannelsLast(from))
            SetChannelsLast(result);
        if (FlattenedImage(from) is { } image)
            SetFlattened(result, image);
    }
}
