using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Ladder;

namespace EdgeVision.Quantize.Commands;

/// <summary>One command line, understood.</summary>
internal sealed record QuantizeSettings
{
    public required string Source { get; init; }

    /// <summary>The second part of a model in two files.</summary>
    public string? Head { get; init; }

    public string? Calibrate { get; init; }

    public string? Validate { get; init; }

    public string? Labels { get; init; }

    public required double Budget { get; init; }

    /// <summary>The rungs that were asked for; <see langword="null"/> to climb to the budget.</summary>
    public IReadOnlyList<Rung>? Recipe { get; init; }

    public required RangeMethod Ranges { get; init; }

    public required int Samples { get; init; }

    public string? Output { get; init; }

    /// <summary>Where the model goes: <see cref="Output"/>, or beside the source.</summary>
    public string Target => Output ?? $"{Path.TrimEndingDirectorySeparator(Path.ChangeExtension(Source, null))}_int8.tflite";

    public string? Report { get; init; }

    public string? Json { get; init; }

    public string? Preprocess { get; init; }

    public int? InputSize { get; init; }

    public string? Convention { get; init; }

    public string? LabelsFile { get; init; }

    public required bool DataFree { get; init; }

    /// <summary>Refuses combinations that make no sense.</summary>
    /// <exception cref="UsageException">It is one.</exception>
    public void Check()
    {
        if (Calibrate is null && !DataFree)
            throw new UsageException("give --calibrate DIR with pictures like those the model will see, or --data-free");
        if (Calibrate is not null && DataFree)
            throw new UsageException("--data-free looks at no pictures; leave out --calibrate (or give the folder as --validate)");
        if (Labels is not null && Validate is null)
            throw new UsageException("--labels belongs to the pictures of --validate DIR; give that folder too");
        foreach (string file in new[] { Output, Report, Json }.OfType<string>())
            OutputFile.Check(file, [Source, Head]);
        foreach (Rung rung in Recipe ?? [])
        {
            if (DataFree && !Ladder.Recipe.DataFree.Contains(rung))
                throw new UsageException($"--recipe: '{Ladder.Recipe.NameOf(rung)}' needs pictures; give --calibrate DIR instead of --data-free");
        }
    }
}
