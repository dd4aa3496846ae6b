using EdgeVision.App.Models;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Images;

/// <summary>A model from a compiled plan, which also holds what is to be said about it.</summary>
internal sealed class CompiledModel : LoadedModel
{
    private readonly CompiledSession _session;
    private readonly PlanMetadata _metadata;

    /// <exception cref="PlanFormatException">It is no plan, damaged, or for another machine.</exception>
    /// <exception cref="BadInputException">It says nothing about its model.</exception>
    public CompiledModel(string path)
    {
        var plan = CompiledPlan.Load(path);
        _metadata = plan.Metadata
            ?? throw new BadInputException($"{path}: the plan has no labels and no preprocessing; compile the model again with 'edgevision compile'");
        _session = new CompiledSession(plan);
        File = path;
        Facts = new ModelFacts
        {
            Preprocess = _metadata.Preprocess,
            Notice = _metadata.Notice,
            Golden = _metadata.GoldenHash is { } hash ? new GoldenRun(_metadata.GoldenSeed, hash) : null,
        };
    }

    public override string Name => _metadata.ModelName;

    public override string File { get; }

    public override ModelMetadata Metadata => _metadata.Model;

    public override ModelFacts Facts { get; }

    public override IReadOnlyList<LoadedTensor> Inputs => Array.ConvertAll([.. _session.Plan.Inputs], Of);

    public override IReadOnlyList<LoadedTensor> Outputs => Array.ConvertAll([.. _session.Plan.Outputs], Of);

    public override int StepCount => _session.Plan.StepCount;

    public override long Macs => _metadata.Macs;

    public override Isa Isa => _metadata.Isa;

    public override int Threads => 1;

    public override int ArenaBytes => _session.Plan.ArenaBytes;

    public override Span<sbyte> Input => _session.Input(0);

    public override ReadOnlySpan<sbyte> Output => _session.Output(0);

    /// <summary>What a plan is to say about the model that it is compiled from.</summary>
    public static PlanMetadata Describe(ModelFolder folder, ExecutionPlan plan) => PlanMetadata.Of(plan) with
    {
        Preprocess = folder.Facts.Preprocess,
        Notice = folder.Facts.Notice,
        GoldenSeed = folder.Facts.Golden?.Seed ?? 0,
        GoldenHash = folder.Facts.Golden?.OutputSha256,
    };

    public override void CopyOutput(Span<byte> destination) => _session.CopyOutput(0, destination);

    public override void Run() => _session.Run();

    public override string GoldenHash(uint seed) => GoldenCheck.OutputHash(_session, seed);

    public override void Dispose() => _session.Dispose();

    private static LoadedTensor Of(CompiledTensor tensor) => new(tensor.FileType, tensor.Shape, tensor.Elements, tensor.ByteCount, tensor.Quantization);
}
