using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>What all containers of a Keras model with its graph have in common.</summary>
internal static class KerasModel
{
    public static FloatGraph Build(
        SourceFile file,
        string name,
        string source,
        KerasArchitecture architecture,
        IKerasWeights weights,
        KerasVersion version,
        SourceOptions options)
    {
        var builder = new GraphBuilder(file);
        string output = KerasGraphReader.Read(file, architecture, weights, options.InputSize, version, builder);
        return builder.Build(name, source, output, Convention(file, architecture, options), options);
    }

    /// <summary>From Keras's version text, such as "2.8.0"; Keras 2 where there is none.</summary>
    public static KerasVersion VersionOf(string? version) =>
        version is not null && version.StartsWith("3.", StringComparison.Ordinal) ? KerasVersion.Keras3 : KerasVersion.Keras2;

    private static ChosenConvention Convention(SourceFile file, KerasArchitecture architecture, SourceOptions options)
    {
        if (NamedConvention.Find(file, options.Convention) is { } chosen)
            return chosen.AsChosen();
        if (architecture.Layers.Any(layer => layer.ClassName is "Rescaling" or "Normalization"))
            return new ChosenConvention(new InputConvention([0], [1]), "the model normalizes its pixels itself");
        return architecture.Layers.Any(layer => layer.SavedName == "conv_dw_1")
            ? new(NamedConvention.Keras.Normalization, "the layers' names are those of keras.applications.MobileNet: pixels in [−1, 1]")
            : default;
    }
}
