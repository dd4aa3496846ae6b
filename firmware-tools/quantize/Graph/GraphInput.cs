namespace EdgeVision.Quantize.Graph;

/// <summary>The one image a model takes: a batch of one, NHWC.</summary>
/// <param name="Name">Name of the value, as nodes refer to it.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1 (luminance) or 3 (red, green, blue).</param>
public sealed record GraphInput(string Name, int Height, int Width, int Channels);

/// <summary>How pixels become what the model was trained on: <c>(pixel − Mean[c]) / Std[c]</c>, pixel 0 … 255.</summary>
/// <param name="Mean">One value for all channels or one per channel, finite.</param>
/// <param name="Std">As many as <paramref name="Mean"/>, finite and not 0.</param>
public sealed record InputConvention(IReadOnlyList<float> Mean, IReadOnlyList<float> Std);
