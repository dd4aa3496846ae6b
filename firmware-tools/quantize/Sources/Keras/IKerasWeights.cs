using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Where a Keras model's weights are.</summary>
internal interface IKerasWeights
{
    /// <summary>One weight of a layer.</summary>
    /// <param name="layer">The layer's saved name.</param>
    /// <param name="position">Its position among the layer's weights, for containers that number them.</param>
    /// <param name="names">Its possible names, for containers that name them.</param>
    /// <exception cref="SourceException">There is none, or it is damaged.</exception>
    FloatTensor Read(string layer, int position, params ReadOnlySpan<string> names);
}
