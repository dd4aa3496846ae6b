using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// A model made ready to run: steps with their kernels and packed weights, and the place of every tensor. Building it validates everything
/// and may allocate; running it, in any number of <see cref="InferenceSession"/>s, does neither.
/// </summary>
public sealed class ExecutionPlan
{
    internal ExecutionPlan(
        TfliteModel model, PlanOptions options, IReadOnlyList<PlannedTensor> tensors, IReadOnlyList<PlanStep> steps, Step[] code,
        WorkSplit[] splits, PlacedTensors placement)
    {
        Model = model;
        Options = options;
        Tensors = tensors;
        Steps = steps;
        Code = code;
        Splits = splits;
        Placement = placement;
        Inputs = At(tensors, model.Inputs);
        Outputs = At(tensors, model.Outputs);
    }

    /// <summary>The model it was built from.</summary>
    public TfliteModel Model { get; }

    /// <summary>The choices it was built with.</summary>
    public PlanOptions Options { get; }

    /// <summary>All tensors by their index in the file.</summary>
    public IReadOnlyList<PlannedTensor> Tensors { get; }

    /// <summary>The model's inputs.</summary>
    public IReadOnlyList<PlannedTensor> Inputs { get; }

    /// <summary>The model's outputs.</summary>
    public IReadOnlyList<PlannedTensor> Outputs { get; }

    /// <summary>The steps in the order in which they run.</summary>
    public IReadOnlyList<PlanStep> Steps { get; }

    /// <summary>The arena's exact size and map.</summary>
    public ArenaLayout Arena => Placement.Arena;

    /// <summary>
    /// The best instruction set that a kernel of this plan is written for; <see cref="PlanOptions.Isa"/> is what was allowed.
    /// </summary>
    public Isa Isa
    {
        get
        {
            Isa best = Isa.Scalar;
            foreach (PlanStep step in Steps)
                best = step.Isa > best ? step.Isa : best; // LINQ would compile a comparison of this type at every start
            return best;
        }
    }

    /// <summary>Multiply-accumulate operations of one run.</summary>
    public long Macs => Steps.Sum(step => step.Macs);

    /// <summary>Bytes of packed weights, tables and constants: everything a run needs beside the arena.</summary>
    public long PackedBytes => Steps.Sum(step => step.PackedBytes) + Placement.Constants.Length;

    internal Step[] Code { get; }

    /// <summary>How each step is divided, see <see cref="PlanOptions.Threads"/>.</summary>
    internal WorkSplit[] Splits { get; }

    internal PlacedTensors Placement { get; }

    /// <summary>Plans a model.</summary>
    /// <exception cref="UnsupportedModelException">An operator, type, shape or quantization is not supported.</exception>
    /// <exception cref="KernelException"><c>EDGEVISION_ISA</c> names an instruction set that this CPU lacks.</exception>
    public static ExecutionPlan Create(TfliteModel model, PlanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new PlanBuilder(model, options ?? PlanOptions.Default).Build();
    }

    private static PlannedTensor[] At(IReadOnlyList<PlannedTensor> tensors, IReadOnlyList<int> indices)
    {
        var chosen = new PlannedTensor[indices.Count];
        for (int i = 0; i < chosen.Length; i++)
            chosen[i] = tensors[indices[i]];
        return chosen;
    }
}
