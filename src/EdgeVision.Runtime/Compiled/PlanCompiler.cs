using System.Security.Cryptography;
using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>
/// Writes a plan, with everything that was packed for its instruction set, as a file from which it can be run without planning and without
/// the model: on this machine (<see cref="CompiledPlan"/>) or on the one that it was made for (<see cref="IsaPolicy.ForTarget"/>).
/// </summary>
public static class PlanCompiler
{
    /// <summary>The instruction sets that plans can be compiled for: all.</summary>
    public static IReadOnlyList<Isa> Targets { get; } = Enum.GetValues<Isa>();

    /// <summary>How a plan names the model that it was compiled from: the first 16 bytes of the file's SHA-256, in hexadecimal.</summary>
    public static string HashOf(ReadOnlySpan<byte> modelFile) => Convert.ToHexStringLower(SHA256.HashData(modelFile).AsSpan(0, PlanFormat.ModelHashBytes));

    /// <summary>The bytes of the file; see docs/compiled-plans.md.</summary>
    /// <param name="plan">For one thread.</param>
    /// <param name="modelHash">What <see cref="HashOf"/> says of the model's file; by default it stays unknown, and is all 0.</param>
    /// <param name="metadata">What the plan is to say about the model; by default nothing.</param>
    /// <exception cref="FormatException"><paramref name="modelHash"/> is none.</exception>
    /// <exception cref="UnsupportedModelException">A step cannot be stored, or the metadata is too large: the message says which.</exception>
    /// <exception cref="ArgumentException">The plan is divided among several threads.</exception>
    public static byte[] Compile(ExecutionPlan plan, string? modelHash = null, PlanMetadata? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Options.Threads != 1)
            throw new ArgumentException("only plans for one thread can be compiled", nameof(plan));

        var writer = new PlanWriter(plan);
        for (int i = 0; i < plan.Code.Length; i++)
        {
            try
            {
                Write(writer, plan.Code[i]);
            }
            catch (KernelException refusal)
            {
                throw new UnsupportedModelException($"{plan.Model.Name}: step {i} {plan.Steps[i].Name}: {refusal.Message}", refusal);
            }
        }

        writer.Metadata(metadata);
        return writer.ToFile(modelHash is null ? new byte[PlanFormat.ModelHashBytes] : Convert.FromHexString(modelHash));
    }

    private static void Write(PlanWriter to, Step step)
    {
        switch (step)
        {
            case OperationStep operation:
                OperationSteps.Write(to, operation);
                break;
            case StreamedStep streamed:
                StreamedSteps.Write(to, streamed);
                break;
            case TableStep table:
                ElementwiseSteps.Write(to, table);
                break;
            case BinaryStep binary:
                ElementwiseSteps.Write(to, binary);
                break;
            case UnaryStep unary:
                UnarySteps.Write(to, unary);
                break;
            case CopyStep copy:
                LayoutSteps.Write(to, copy);
                break;
            case ConcatenationStep concatenation:
                LayoutSteps.Write(to, concatenation);
                break;
            case ConvertingStep<float, sbyte> quantize:
                ConvertingSteps.Write(to, quantize);
                break;
            case ConvertingStep<sbyte, float> dequantize:
                ConvertingSteps.Write(to, dequantize);
                break;
            case ConvertingStep<sbyte, int> argMax:
                ConvertingSteps.Write(to, argMax);
                break;
            case ConvertingStep<sbyte, long> argMax:
                ConvertingSteps.Write(to, argMax);
                break;
            default:
                throw new KernelException("it cannot be stored in a plan");
        }
    }
}
