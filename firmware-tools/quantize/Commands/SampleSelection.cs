using EdgeVision.Imaging;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Ladder;

namespace EdgeVision.Quantize.Commands;

/// <summary>Which files calibrate and which validate; never the same.</summary>
/// <param name="Calibration">Files.</param>
/// <param name="Validation">Files.</param>
/// <param name="Classes">Class of each validation file, as the CSV numbers them; <see langword="null"/> without labels.</param>
/// <param name="Remark">What was decided, for people; may be empty.</param>
internal sealed record SampleSelection(IReadOnlyList<string> Calibration, IReadOnlyList<string> Validation, int[]? Classes, string Remark)
{
    private const int SetAsideEvery = 5;

    /// <summary>Decides.</summary>
    /// <exception cref="SourceException">A folder holds nothing usable.</exception>
    /// <exception cref="LabelledImagesException">The CSV cannot be used.</exception>
    public static SampleSelection From(QuantizeSettings settings)
    {
        IReadOnlyList<string> calibration = settings.Calibrate is { } folder ? SampleLoader.FilesIn(folder) : [];
        if (settings.Validate is not { } validate)
            return Split(calibration, settings.Samples);
        if (settings.Labels is null)
        {
            IReadOnlyList<string> files = Without(SampleLoader.FilesIn(validate), calibration);
            return new SampleSelection(Spread(calibration, settings.Samples), files, null,
                "no labels: agreement with the float model counts");
        }

        var calibrationSet = calibration.Select(Path.GetFullPath).ToHashSet();
        LabelledImage[] rows =
            [.. LabelledImages.Load(settings.Labels, validate).Where(row => !calibrationSet.Contains(Path.GetFullPath(row.File)))];
        if (rows.Length == 0)
            throw new SourceException($"{settings.Labels}: all its pictures are calibration pictures; validate with others");
        return new SampleSelection(Spread(calibration, settings.Samples), [.. rows.Select(row => row.File)],
            [.. rows.Select(row => row.ClassIndex)], "");
    }

    /// <summary>Reads files on all processors.</summary>
    public static Sample[] Load(IReadOnlyList<string> files, SampleLoader loader, string task, IProgressDisplay progress)
    {
        var samples = new Sample[files.Count];
        int done = 0;
        Parallelism.ForEach(files.Count, i =>
        {
            samples[i] = loader.Load(files[i]);
            progress.Report(task, Interlocked.Increment(ref done), files.Count);
        });
        return samples;
    }

    private static SampleSelection Split(IReadOnlyList<string> files, int most)
    {
        var calibration = new List<string>();
        var validation = new List<string>();
        for (int i = 0; i < files.Count; i++)
            (i % SetAsideEvery == SetAsideEvery - 1 ? validation : calibration).Add(files[i]);
        string remark = validation.Count == 0
            ? "too few pictures to set some aside: nothing is measured"
            : $"no --validate: {validation.Count} of {files.Count} pictures are set aside, and agreement with the float model counts";
        return new SampleSelection(Spread(calibration, most), validation, null, files.Count == 0 ? "" : remark);
    }

    private static List<string> Without(IReadOnlyList<string> files, IReadOnlyList<string> others)
    {
        var excluded = others.Select(Path.GetFullPath).ToHashSet();
        List<string> left = [.. files.Where(file => !excluded.Contains(Path.GetFullPath(file)))];
        return left.Count > 0
            ? left
            : throw new SourceException("--validate: all its pictures are calibration pictures; validate with others, or leave --validate out");
    }

    private static IReadOnlyList<string> Spread(IReadOnlyList<string> files, int most)
    {
        if (files.Count <= most)
            return files;
        var chosen = new string[most];
        for (int i = 0; i < most; i++)
            chosen[i] = files[(int)((long)i * files.Count / most)];
        return chosen;
    }
}
