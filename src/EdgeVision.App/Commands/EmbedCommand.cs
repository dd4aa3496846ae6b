using System.CommandLine;
using System.Globalization;
using EdgeVision.App.Images;
using EdgeVision.App.Output;
using EdgeVision.Imaging;
using EdgeVision.Kernels;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision embed</c>: pictures as vectors whose angles say how alike they are.</summary>
internal static class EmbedCommand
{
    public static Command Create(TextWriter output)
    {
        Argument<string[]> images = SharedOptions.ImageFiles();
        Option<string> model = SharedOptions.Model();
        var compare = new Option<bool>("--compare")
        {
            Description = "Print the cosine of the angle between every two pictures instead of the vectors.",
        };
        Option<string?> preprocess = SharedOptions.Preprocess();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("embed",
            "Print a model's output as a real vector per picture (for a model that ends in features), or compare pictures.")
        {
            images, model, compare, preprocess, threads, json,
        };
        command.SetAction(line =>
        {
            PlanOptions plan = ImageModel.PlanFor(line.GetValue(images)!.Length, line.GetValue(threads));
            using ImageModel imageModel = ImageModel.Open(line.GetValue(model)!, headPath: null, Preprocessing.MiddleSquare, line.GetValue(preprocess), plan);
            ImageEmbedding[] embeddings = [.. line.GetValue(images)!.Select(file => Embed(imageModel, file))];
            double[][]? cosine = line.GetValue(compare) ? Compare(embeddings) : null;
            if (line.GetValue(json))
            {
                var report = new EmbedReport(imageModel.Name, imageModel.Preprocessing.ToString(), embeddings, cosine);
                JsonOutput.Write(output, report, types => types.EmbedReport);
            }
            else
            {
                Print(output, imageModel, embeddings, cosine);
            }
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Cosine of the angle between two vectors; 0 if one of them is zero.</summary>
    public static double Cosine(IReadOnlyList<float> a, IReadOnlyList<float> b)
    {
        double dot = 0, lengthA = 0, lengthB = 0;
        for (int i = 0; i < a.Count; i++)
        {
            dot += (double)a[i] * b[i];
            lengthA += (double)a[i] * a[i];
            lengthB += (double)b[i] * b[i];
        }

        return lengthA == 0 || lengthB == 0 ? 0 : dot / Math.Sqrt(lengthA * lengthB);
    }

    private static ImageEmbedding Embed(ImageModel model, string file)
    {
        LoadedTensor output = model.Result;
        Quantization quantization = output.Quantization!.Value;
        model.Load(file);
        model.Run();
        var vector = new float[output.Elements];
        Dequantize.Prepare(quantization).Run(model.Last.Output, vector);
        return new ImageEmbedding(file, vector);
    }

    private static double[][] Compare(ImageEmbedding[] embeddings) =>
        [.. embeddings.Select(a => embeddings.Select(b => Cosine(a.Vector, b.Vector)).ToArray())];

    private static void Print(TextWriter output, ImageModel model, ImageEmbedding[] embeddings, double[][]? cosine)
    {
        output.WriteLine($"model       {model.Name}: vectors of {embeddings[0].Vector.Count}");
        output.WriteLine($"preprocess  {model.Preprocessing} ({model.Preprocessing.Source})");
        for (int i = 0; i < embeddings.Length; i++)
        {
            output.WriteLine(cosine is null
                ? $"{embeddings[i].Image}: {string.Join(' ', embeddings[i].Vector.Select(v => v.ToString("G5", CultureInfo.InvariantCulture)))}"
                : $"{string.Join("  ", cosine[i].Select(c => c.ToString("F3", CultureInfo.InvariantCulture)))}  {embeddings[i].Image}");
        }
    }
}
