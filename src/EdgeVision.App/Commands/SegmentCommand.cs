using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EdgeVision.App.Images;
using EdgeVision.App.Output;
using EdgeVision.App.Segmentation;
using EdgeVision.Imaging;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision segment</c>: which pixels belong to what?</summary>
internal static class SegmentCommand
{
    private static readonly string[] PascalVoc =
    [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "dining table", "dog", "horse",
        "motorbike", "person", "potted plant", "sheep", "sofa", "train", "tv monitor",
    ];

    public static Command Create(TextWriter output)
    {
        var image = new Argument<string>("image") { Description = "One picture: JPEG, PNG, BMP, PPM or PGM." };
        Option<string> model = SharedOptions.Model();
        var overlay = new Option<string?>("--overlay")
        {
            Description = "Write the picture with the classes painted over it.",
            HelpName = "png",
        };
        Option<string?> labels = SharedOptions.Labels(), preprocess = SharedOptions.Preprocess();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("segment", "Find the class of every pixel (a DeepLab model) and paint it over the picture.")
        {
            image, model, overlay, labels, preprocess, threads, json,
        };
        command.SetAction(line =>
        {
            PlanOptions plan = ImageModel.PlanFor(1, line.GetValue(threads));
            using ImageModel imageModel = ImageModel.Open(line.GetValue(model)!, headPath: null, Preprocessing.WholePicture, line.GetValue(preprocess), plan);
            RgbImage picture = imageModel.Load(line.GetValue(image)!);
            long start = Stopwatch.GetTimestamp();
            imageModel.Run();
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            ClassMap map = ClassMap.Read(imageModel.Last);
            if (line.GetValue(overlay) is { } file)
                OutputFile.Write(file, PngWriter.Encode(Overlay.Paint(picture, map)));
            SegmentShare[] shares = Shares(map, LabelsOf(imageModel, line.GetValue(labels)));
            var report = new SegmentReport(
                imageModel.Name, imageModel.Preprocessing.ToString(), line.GetValue(image)!, milliseconds,
                line.GetValue(overlay), shares);
            if (line.GetValue(json))
                JsonOutput.Write(output, report, types => types.SegmentReport);
            else
                Print(output, report, imageModel);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The names to use: the user's, the model's, or Pascal VOC's, whose 21 classes the published DeepLab models have.</summary>
    private static IReadOnlyList<string> LabelsOf(ImageModel model, string? file) =>
        file is not null ? EdgeVision.Model.LabelsFile.Load(file)
        : model.First.Metadata.Labels is { Count: > 0 } own ? own
        : PascalVoc;

    private static SegmentShare[] Shares(ClassMap map, IReadOnlyList<string> labels) =>
        [.. map.Shares()
            .Select((share, index) => new SegmentShare(index, index < labels.Count ? labels[index] : $"class {index}", share))
            .Where(entry => entry.Share > 0)
            .OrderByDescending(entry => entry.Share)];

    private static void Print(TextWriter output, SegmentReport report, ImageModel model)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"model       {report.Model}: arena {model.ArenaBytes:N0} bytes, {report.Milliseconds:F1} ms"));
        output.WriteLine($"preprocess  {report.Preprocess} ({model.Preprocessing.Source})");
        foreach (SegmentShare entry in report.Classes)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {entry.Share * 100,5:F1} %  {entry.Label}"));
        if (report.Overlay is not null)
            output.WriteLine($"overlay     {report.Overlay}");
    }
}
