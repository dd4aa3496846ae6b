namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Major version that wrote a model: a few layers changed their meaning.</summary>
internal enum KerasVersion
{
    Keras2 = 2,
    Keras3 = 3,
}
