using System.Text.Json;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>One layer of a saved Keras model.</summary>
/// <param name="ClassName">Such as "Conv2D".</param>
/// <param name="SavedName">Its name in the file, which finds its weights.</param>
/// <param name="Name">Its name in the graph; see <see cref="KerasLayerNames"/>.</param>
/// <param name="Config">Its parameters.</param>
/// <param name="Inputs">Saved names of the layers it reads.</param>
internal sealed record KerasLayer(string ClassName, string SavedName, string Name, JsonElement Config, IReadOnlyList<string> Inputs);

/// <summary>A saved Keras model without its weights.</summary>
/// <param name="Layers">Each after the layers it reads.</param>
/// <param name="SavedOrder">Classes and saved names in the file's order.</param>
/// <param name="Output">Saved name of the layer that computes the result.</param>
internal sealed record KerasArchitecture(
    IReadOnlyList<KerasLayer> Layers,
    IReadOnlyList<(string ClassName, string SavedName)> SavedOrder,
    string Output);
