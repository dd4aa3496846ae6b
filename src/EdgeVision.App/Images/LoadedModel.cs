using EdgeVision.App.Models;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Images;

/// <summary>An input or output of a <see cref="LoadedModel"/>.</summary>
internal sealed record LoadedTensor(TensorType FileType, IReadOnlyList<int> Shape, int Elements, int ByteCount, Quantization? Quantization);

/// <summary>
/// A model in an arena of its own, ready to run: planned now, or from a file that <c>edgevision compile</c> wrote. Both compute, and say, the
/// same.
/// </summary>
internal abstract class LoadedModel : IDisposable
{
    public abstract string Name { get; }

    /// <summary>The model's file, or the plan's.</summary>
    public abstract string File { get; }

    public abstract ModelMetadata Metadata { get; }

    public abstract ModelFacts Facts { get; }

    public abstract IReadOnlyList<LoadedTensor> Inputs { get; }

    public abstract IReadOnlyList<LoadedTensor> Outputs { get; }

    public abstract int StepCount { get; }

    public abstract long Macs { get; }

    /// <summary>The best instruction set that a kernel is written for.</summary>
    public abstract Isa Isa { get; }

    public abstract int Threads { get; }

    public abstract int ArenaBytes { get; }

    /// <inheritdoc cref="InferenceSession.Input"/>
    public abstract Span<sbyte> Input { get; }

    /// <inheritdoc cref="InferenceSession.Output"/>
    public abstract ReadOnlySpan<sbyte> Output { get; }

    /// <inheritdoc cref="InferenceSession.CopyOutput"/>
    public abstract void CopyOutput(Span<byte> destination);

    /// <summary>Opens a model, or a plan, for which the choices were made when it was compiled.</summary>
    public static LoadedModel Open(string path, PlanOptions options) => CompiledPlan.IsPlan(path)
        ? new CompiledModel(path)
        : new PlannedModel(ModelFolder.Load(path), options);

    public abstract void Run();

    /// <summary>The hash of the outputs on a seeded input; see <see cref="GoldenCheck"/>.</summary>
    public abstract string GoldenHash(uint seed);

    public abstract void Dispose();
}
