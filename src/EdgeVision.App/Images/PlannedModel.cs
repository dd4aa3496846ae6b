using EdgeVision.App.Models;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Images;

/// <summary>A model that is planned when it is loaded.</summary>
internal sealed class PlannedModel(ModelFolder folder, PlanOptions options) : LoadedModel
{
    private readonly InferenceSession _session = new(ExecutionPlan.Create(folder.Model, options));

    public override string Name => folder.Model.Name;

    public override string File => folder.File;

    public override ModelMetadata Metadata => folder.Model.Metadata;

    public override ModelFacts Facts => folder.Facts;

    public override IReadOnlyList<LoadedTensor> Inputs => Array.ConvertAll([.. _session.Plan.Inputs], Of);

    public override IReadOnlyList<LoadedTensor> Outputs => Array.ConvertAll([.. _session.Plan.Outputs], Of);

    public override int StepCount => _session.Plan.Steps.Count;

    public override long Macs => _session.Plan.Macs;

    public override Isa Isa => _session.Plan.Isa;

    public override int Threads => _session.Plan.Options.Threads;

    public override int ArenaBytes => _session.Plan.Arena.TotalBytes;

    public override Span<sbyte> Input => _session.Input(0);

    public override ReadOnlySpan<sbyte> Output => _session.Output(0);

    public override void CopyOutput(Span<byte> destination) => _session.CopyOutput(0, destination);

    public override void Run() => _session.Run();

    public override string GoldenHash(uint seed) => GoldenCheck.OutputHash(_session, seed);

    public override void Dispose() => _session.Dispose();

    private static LoadedTensor Of(PlannedTensor tensor) => new(tensor.FileType, tensor.Shape, tensor.Elements, tensor.ByteCount, tensor.Quantization);
}
