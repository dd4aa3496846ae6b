using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EdgeVision.App.Evaluation;
using EdgeVision.App.Images;
using EdgeVision.App.Output;
using EdgeVision.Imaging;
using EdgeVision.Kernels;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision eval</c>: how often is the model right?</summary>
internal static class EvalCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        Argument<string> model = SharedOptions.ModelFile();
        var images = new Option<string>("--images") { Description = "Folder with the pictures.", Required = true, HelpName = "dir" };
        var labels = new Option<string>("--labels")
        {
            Description = "CSV with a header and the columns file and class_index (from 0, without background).",
            Required = true,
            HelpName = "csv",
        };
        Option<string> offset = SharedOptions.OneOf(
            "--class-offset",
            "Added to class_index to get the model's output: 1 for models with a background class. auto: 1 if the model has 1001 outputs, else 0.", "auto", "0", "1");
        Option<string?> preprocess = SharedOptions.Preprocess();
        Option<string?> head = SharedOptions.Head();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("eval", "Measure top-1 and top-5 accuracy on labelled pictures.")
        {
            model, images, labels, head, offset, preprocess, threads, json,
        };
        command.SetAction(line =>
        {
            IReadOnlyList<LabelledImage> pictures = LabelledImages.Load(line.GetValue(labels)!, line.GetValue(images)!);
            PlanOptions plan = ImageModel.PlanFor(pictures.Count, line.GetValue(threads));
            using ImageModel imageModel = ImageModel.Open(line.GetValue(model)!, line.GetValue(head), Preprocessing.MiddleSquare, line.GetValue(preprocess), plan);
            var progress = new ProgressBar(error, pictures.Count, visible: !Console.IsErrorRedirected);
            EvalReport report = Evaluate(imageModel, pictures, line.GetValue(offset)!, progress);
            if (line.GetValue(json))
                JsonOutput.Write(output, report, types => types.EvalReport);
            else
                Print(output, report, imageModel);
            return ExitCodes.Success;
        });
        return command;
    }

    private static EvalReport Evaluate(ImageModel model, IReadOnlyList<LabelledImage> pictures, string offsetChoice, ProgressBar progress)
    {
        LoadedTensor scores = model.Result;
        int offset = offsetChoice switch { "0" => 0, "1" => 1, _ => scores.Elements == 1001 ? 1 : 0 };
        int top1 = 0, top5 = 0;
        long inferenceTicks = 0;
        Span<int> best = stackalloc int[5];
        for (int i = 0; i < pictures.Count; i++)
        {
            int expected = pictures[i].ClassIndex + offset;
            if (expected >= scores.Elements)
                throw new BadInputException($"{pictures[i].File}: class {pictures[i].ClassIndex} with offset {offset} is beyond the model's {scores.Elements} classes");
            model.Load(pictures[i].File);
            long start = Stopwatch.GetTimestamp();
            model.Run();
            inferenceTicks += Stopwatch.GetTimestamp() - start;
            int found = TopK.Find(model.Last.Output, best);
            if (best[0] == expected)
                top1++;
            if (best[..found].Contains(expected))
                top5++;
            progress.Report(i + 1, string.Create(CultureInfo.InvariantCulture, $"top-1 {100.0 * top1 / (i + 1):F1} %"));
        }

        int count = pictures.Count;
        (double low, double high) = Wilson.Interval95(top1, count);
        return new EvalReport(
            model.Name,
            model.Preprocessing.ToString(),
            count,
            offset,
            top1,
            top5,
            (double)top1 / count,
            (double)top5 / count,
            [low, high],
            inferenceTicks * 1000.0 / Stopwatch.Frequency / count,
            IsaPolicy.NameOf(model.First.Isa),
            model.First.Threads);
    }

    private static void Print(TextWriter output, EvalReport report, ImageModel model)
    {
        output.WriteLine($"model       {report.Model} (ISA {report.Isa}, {ThreadsText.Of(report.Threads)}, class offset {report.ClassOffset})");
        output.WriteLine($"preprocess  {report.Preprocess} ({model.Preprocessing.Source})");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"top-1       {report.Top1 * 100:F1} %  ({report.Top1Correct} of {report.Images}; 95 % interval {report.Top1Interval95[0] * 100:F1} to {report.Top1Interval95[1] * 100:F1})"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"top-5       {report.Top5 * 100:F1} %  ({report.Top5Correct} of {report.Images})"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"inference   {report.MeanMilliseconds:F2} ms each, without decoding"));
    }
}
