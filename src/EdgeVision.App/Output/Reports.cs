using EdgeVision.App.Benchmarking;
using EdgeVision.App.Models;

namespace EdgeVision.App.Output;

internal sealed record ClassScore(int Index, string Label, double Probability);

internal sealed record ImageScores(string Image, double Milliseconds, IReadOnlyList<ClassScore> Top);

internal sealed record ClassifyReport(
    string Model, string Isa, int Threads, int ArenaBytes, string Preprocess, string? Notice, bool? GoldenMatches, IReadOnlyList<ImageScores> Images);

internal sealed record ImageEmbedding(string Image, IReadOnlyList<float> Vector);

internal sealed record EmbedReport(string Model, string Preprocess, IReadOnlyList<ImageEmbedding> Embeddings,
    IReadOnlyList<IReadOnlyList<double>>? Cosine);

internal sealed record SegmentShare(int Index, string Label, double Share);

internal sealed record SegmentReport(string Model, string Preprocess, string Image, double Milliseconds, string? Overlay,
    IReadOnlyList<SegmentShare> Classes);

internal sealed record BenchStep(
    int Index, string Operator, string Kernel, double MinMs, double MeanMs, long Macs, double GmacsPerSecond, double? LimitShare);

internal sealed record BenchReport(
    string Model, string Isa, int Threads, int Runs, double MinMs, double MedianMs, double P95Ms, long Macs, double GmacsPerSecond,
    MultiplierLimit? Limit, int ArenaBytes, long PackedBytes,
    string OutputSha256, IReadOnlyList<TimeSummary>? Parts, IReadOnlyList<BenchStep>? PerOp);

internal sealed record EvalReport(
    string Model, string Preprocess, int Images, int ClassOffset, int Top1Correct, int Top5Correct, double Top1, double Top5,
    IReadOnlyList<double> Top1Interval95,
    double MeanMilliseconds, string Isa, int Threads);

internal sealed record ModelsReport(IReadOnlyList<string> Folders, IReadOnlyList<ModelSummary> Models);

internal sealed record AvailableModel(string Name, string Purpose, string Licence, string Origin, long FileBytes, string Sha256,
    string? Folder);

internal sealed record AvailableReport(IReadOnlyList<AvailableModel> Models);

internal sealed record VerifyFailure(string Model, string Reason);

internal sealed record VerifyReport(IReadOnlyList<GoldenVerification> Verified, IReadOnlyList<VerifyFailure> NotVerified);
