using EdgeVision.App.Inspection;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Output;

internal sealed record TensorFacts(int Index, string Name, string Type, IReadOnlyList<int> Shape, bool Constant,
    IReadOnlyList<float> Scales, IReadOnlyList<long> ZeroPoints);

internal sealed record OperatorFacts(int Index, string Operator, int Version, string? Kernel, IReadOnlyList<int> Inputs,
    IReadOnlyList<int> Outputs, double? NarrowShare);

internal sealed record BlockFacts(int Offset, int Bytes, int FirstStep, int LastStep, IReadOnlyList<int> Tensors);

/// <summary>Everything <c>inspect</c> knows about a model; the plan's part is absent for a model that cannot be run.</summary>
internal sealed record InspectReport(
    string Model,
    string Description,
    string? MinRuntimeVersion,
    string? NotRunnable,
    string? Isa,
    int? Threads,
    int? ArenaBytes,
    long? ArenaLowerBound,
    long? PackedBytes,
    long Macs,
    long Parameters,
    int Labels,
    string? LabelsSource,
    IReadOnlyList<int> Inputs,
    IReadOnlyList<int> Outputs,
    IReadOnlyList<OperatorFacts> Operators,
    IReadOnlyList<TensorFacts> Tensors,
    IReadOnlyList<LayerRow> Table,
    IReadOnlyList<BlockFacts>? Arena)
{
    public static InspectReport Create(TfliteModel model, ExecutionPlan? plan, string? notRunnable)
    {
        var kernels = new string?[model.Operators.Count];
        foreach (PlanStep step in plan?.Steps ?? [])
        {
            for (int i = 0; i < step.Operators.Count; i++)
                kernels[step.Operators[i]] = i < step.Kernels.Count ? step.Kernels[i] : "renames";
        }

        for (int op = 0; plan is not null && op < kernels.Length; op++)
            kernels[op] ??= "renames"; // a name of a model input belongs to no step
        IReadOnlyList<LayerRow> table = LayerTable.Create(model);
        return new InspectReport(
            model.Name,
            model.Description,
            model.MinRuntimeVersion,
            notRunnable,
            plan is null ? null : IsaPolicy.NameOf(plan.Isa),
            plan?.Options.Threads,
            plan?.Arena.TotalBytes,
            plan?.Arena.LowerBound,
            plan?.PackedBytes,
            table.Sum(row => row.Macs),
            table.Sum(row => row.Parameters),
            model.Metadata.Labels.Count,
            model.Metadata.LabelsSource,
            model.Inputs,
            model.Outputs,
            [.. model.Operators.Select(op =>
                new OperatorFacts(op.Index, op.DisplayName, op.Version, kernels[op.Index], op.Inputs, op.Outputs, Inspection.NarrowShare.Of(model, op)))],
            [.. model.Tensors.Select(t =>
                new TensorFacts(t.Index, t.Name, t.Type.ToString(), t.Shape, t.IsConstant, t.Quantization?.Scales ?? [],
                t.Quantization?.ZeroPoints ?? []))],
            table,
            plan?.Arena.Blocks.Select(b =>
                new BlockFacts(b.Offset, b.Bytes, b.FirstStep, b.LastStep, [.. b.Tensors.Select(t => t.Index)])).ToArray());
    }
}
