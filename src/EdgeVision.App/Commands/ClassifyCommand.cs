using System.CommandLine;
using System.Globalization;
using EdgeVision.App.Images;
using EdgeVision.App.Models;
using EdgeVision.App.Output;
using EdgeVision.Imaging;
using EdgeVision.Kernels;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision classify</c>: what is in these pictures?</summary>
internal static class ClassifyCommand
{
    public static Command Create(TextWriter output)
    {
        Argument<string[]> images = SharedOptions.ImageFiles();
        Option<string> model = SharedOptions.Model();
        Option<int> top = SharedOptions.Positive("--top", 5, "How many labels to print for each picture.");
        Option<string?> labels = SharedOptions.Labels(), preprocess = SharedOptions.Preprocess();
        Option<string?> head = SharedOptions.Head();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("classify", "Print the most probable labels of pictures.")
        {
            images, model, head, top, labels, preprocess, threads, json,
        };
        command.SetAction(line =>
        {
            PlanOptions plan = ImageModel.PlanFor(line.GetValue(images)!.Length, line.GetValue(threads));
            using ImageModel imageModel = ImageModel.Open(line.GetValue(model)!, line.GetValue(head), Preprocessing.MiddleSquare, line.GetValue(preprocess), plan);
            ClassifyReport report = Classify(imageModel, line.GetValue(images)!, line.GetValue(top), line.GetValue(labels));
            if (line.GetValue(json))
                PrintJson(output, report);
            else
                Print(output, report, imageModel);
            return report.GoldenMatches == false ? ExitCodes.Device : ExitCodes.Success;
        });
        return command;
    }

    private static ClassifyReport Classify(ImageModel model, string[] files, int top, string? labelsFile)
    {
        LoadedTensor scores = model.Result;
        Quantization quantization = scores.Quantization!.Value;
        Labels labels = Labels.For(scores.Elements, model.Last.Metadata, labelsFile);
        bool? golden = model.First.Facts.Golden is { } expected ? model.First.GoldenHash(expected.Seed) == expected.OutputSha256 : null;
        var results = new List<ImageScores>();
        var best = new int[Math.Min(top, scores.Elements)];
        foreach (string file in files)
        {
            model.Load(file);
            double milliseconds = model.TimedRun();
            int found = TopK.Find(model.Last.Output, best);
            var rows = new ClassScore[found];
            for (int i = 0; i < found; i++)
            {
                rows[i] =
                    new ClassScore(best[i], labels[best[i]], quantization.Scale * (model.Last.Output[best[i]] - quantization.ZeroPoint));
            }

            results.Add(new ImageScores(file, milliseconds, rows));
        }

        return new ClassifyReport(
            model.Name, IsaPolicy.NameOf(model.First.Isa), model.First.Threads, model.ArenaBytes, model.Preprocessing.ToString(),
            model.First.Facts.Notice, golden, results);
    }

    // On its own, because a method's types are loaded when it is first called.
    private static void PrintJson(TextWriter output, ClassifyReport report) =>
        JsonOutput.Write(output, report, types => types.ClassifyReport);

    private static void Print(TextWriter output, ClassifyReport report, ImageModel model)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"model       {report.Model}: {model.First.StepCount} steps, {model.First.Macs / 1e6:F1} M multiply-accumulates, arena {report.ArenaBytes:N0} bytes, ISA {report.Isa}, {ThreadsText.Of(report.Threads)}"));
        output.WriteLine($"preprocess  {report.Preprocess} ({model.Preprocessing.Source})");
        if (report.Notice is not null)
            output.WriteLine($"notice      {report.Notice}");
        if (report.GoldenMatches is { } matches)
        {
            output.WriteLine(matches
                ? $"golden      output hash matches ({model.First.Facts.Golden!.OutputSha256[..16]}...): this CPU computes what it should"
                : "golden      OUTPUT HASH DIFFERS: this CPU does not compute what it should; please report it");
        }

        foreach (ImageScores image in report.Images)
        {
            output.WriteLine();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{image.Image}  ({image.Milliseconds:F2} ms)"));
            foreach (ClassScore score in image.Top)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {score.Probability * 100,5:F1} %  {score.Label}"));
        }
    }
}
