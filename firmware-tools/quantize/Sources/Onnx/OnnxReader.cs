using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>Reads ONNX models of opset 9 and later.</summary>
internal static class OnnxReader
{
    private const int OldestOpset = 9;

    public static FloatGraph Read(SourceFile file, SourceOptions options)
    {
        OnnxModel model = OnnxModelReader.Read(file);
        if (model.Opset < OldestOpset)
            throw file.Error($"opset {model.Opset} is not supported; export the model with opset {OldestOpset} or later");
        var builder = new GraphBuilder(file);
        string output = new OnnxGraphReader(file, model, builder).Read(options.InputSize);
        ChosenConvention convention = NamedConvention.Find(file, options.Convention)?.AsChosen() ?? default;
        return builder.Build(Path.GetFileNameWithoutExtension(file.Name), $"ONNX (opset {model.Opset})", output, convention, options);
    }
}
