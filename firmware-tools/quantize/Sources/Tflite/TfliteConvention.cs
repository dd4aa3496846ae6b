using EdgeVision.Model;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Tflite;

/// <summary>How pixels become a model's input: by option, by its metadata, or by the quantization of its input.</summary>
internal static class TfliteConvention
{
    public static ChosenConvention Find(SourceFile file, TfliteModel model, Tensor input, SourceOptions options)
    {
        if (NamedConvention.Find(file, options.Convention) is { } chosen)
            return chosen.AsChosen();
        // Everyone feeds pixels as they are to a uint8 input, whatever the metadata says, so its quantization alone decides.
        return input.Type != TensorType.UInt8 && model.Metadata.Inputs is [{ Normalization: { } normalization }, ..]
            ? new ChosenConvention(new InputConvention(normalization.Mean, normalization.Std), "the model's metadata")
            : FromQuantization(input);
    }

    // A quantized input takes pixels as they are (uint8) or less 128 (int8).
    private static ChosenConvention FromQuantization(Tensor input)
    {
        if (input.Quantization is not { Scales: [var scale], ZeroPoints: [var zeroPoint] })
            return default;
        long offset = input.Type == TensorType.Int8 ? 128 : 0;
        return new ChosenConvention(new InputConvention([zeroPoint + offset], [1 / scale]), "the quantization of the model's input");
    }
}
