using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>
/// What a plan says about its model for people and for pictures, beside what a run needs: as much as <c>classify</c> prints and asks. Running
/// a plan does not look at it.
/// </summary>
public sealed record PlanMetadata
{
    /// <summary>The model's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>Multiply-accumulates of one run, as the model's plan counts them.</summary>
    public required long Macs { get; init; }

    /// <summary>The best instruction set that one of its kernels is written for.</summary>
    public required Kernels.Isa Isa { get; init; }

    /// <summary>
    /// Of the model's own metadata: labels, where they came from, and the first input's normalization. A plan stores nothing else of it.
    /// </summary>
    public ModelMetadata Model { get; init; } = ModelMetadata.Empty;

    /// <summary>Settings for pictures that the model was trained with, where they are not the usual ones; not interpreted here.</summary>
    public string? Preprocess { get; init; }

    /// <summary>Something a user must know before believing an answer.</summary>
    public string? Notice { get; init; }

    /// <summary>The seed of an input that anyone can generate; without meaning where <see cref="GoldenHash"/> is absent.</summary>
    public uint GoldenSeed { get; init; }

    /// <summary>What the output's hash must be on that input.</summary>
    public string? GoldenHash { get; init; }

    /// <summary>What is known of a model's plan; preprocessing, notice and golden are the caller's to add.</summary>
    public static PlanMetadata Of(ExecutionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new PlanMetadata { ModelName = plan.Model.Name, Macs = plan.Macs, Isa = plan.Isa, Model = plan.Model.Metadata };
    }
}
