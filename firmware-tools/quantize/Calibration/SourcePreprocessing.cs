using EdgeVision.Imaging;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Calibration;

/// <summary>The preprocessing of a source: its own normalization, the product's crop, fit and resizing, and what the user says.</summary>
internal static class SourcePreprocessing
{
    /// <summary>Combines them.</summary>
    /// <exception cref="PreprocessingException">A setting is not understood, or nobody says how to normalize.</exception>
    public static Preprocessing Of(FloatGraph graph, string? settings)
    {
        Preprocessing own = graph.Convention is { } convention
            ? Preprocessing.MiddleSquare with { Mean = convention.Mean, Std = convention.Std }
            : Preprocessing.MiddleSquare;
        Preprocessing result = own.With(settings ?? "");
        _ = result.NormalizationFor(graph.Input.Channels);
        return result;
    }
}
