using EdgeVision.App.Models;
using EdgeVision.Imaging;
using EdgeVision.Runtime;
using ImageNormalization = EdgeVision.Imaging.Normalization;

namespace EdgeVision.App.Images;

/// <summary>A model that takes one picture, ready to run: what classify, embed, segment and eval have in common.</summary>
internal sealed class ImageModel : IDisposable
{
    private readonly InputTensorSpec _spec;
    private ImageToTensor? _converter;
    private (int Width, int Height) _converterSize;

    private ImageModel(ModelFolder folder, ExecutionPlan plan, Preprocessing preprocessing)
    {
        Folder = folder;
        Plan = plan;
        Preprocessing = preprocessing;
        PlannedTensor input = plan.Inputs[0];
        _spec = new InputTensorSpec
        {
            Height = input.Shape[1],
            Width = input.Shape[2],
            Channels = input.Shape[3],
            Scale = input.Quantization!.Value.Scale,
            ZeroPoint = input.Quantization.Value.ZeroPoint,
        };
        Session = new InferenceSession(plan);
    }

    public ModelFolder Folder { get; }

    public ExecutionPlan Plan { get; }

    public InferenceSession Session { get; }

    public Preprocessing Preprocessing { get; }

    /// <summary>Opens a model whose only input is a picture.</summary>
    public static ImageModel Open(string path, double crop, string? preprocess)
    {
        ModelFolder folder = ModelFolder.Load(path);
        ExecutionPlan plan = ExecutionPlan.Create(folder.Model);
        if (plan.Inputs is not [{ Shape: [1, _, _, 1 or 3], Quantization: not null }])
            throw new BadInputException($"{folder.Model.Name}: its input is not one 8-bit picture [1, height, width, 1 or 3]; use 'edgevision invoke' for raw tensors");
        return new ImageModel(folder, plan, Preprocessing.For(plan, crop, preprocess));
    }

    /// <summary>Decodes a file and writes it into the model's input.</summary>
    public RgbImage Load(string file)
    {
        RgbImage image = ImageFile.Load(file);
        SetInput(image);
        return image;
    }

    /// <summary>Writes a picture into the model's input.</summary>
    public void SetInput(RgbImage image)
    {
        if (_converter is null || _converterSize != (image.Width, image.Height))
        {
            CropRegion crop = CropRegion.CentreFraction(image.Width, image.Height, Preprocessing.Crop);
            var normalization = new ImageNormalization(Preprocessing.Mean, Preprocessing.Std);
            _converter = ImageToTensor.Plan(image.Width, image.Height, crop, Preprocessing.Resize, normalization, _spec);
            _converterSize = (image.Width, image.Height);
        }

        _converter.Run(image, Session.Input(0));
    }

    public void Dispose() => Session.Dispose();
}
