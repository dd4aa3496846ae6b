using System.Numerics;

namespace EdgeVision.Kernels;

/// <summary>
/// Arithmetic mean over the middle extent of an int8 tensor seen as [outer, reduced, inner], rescaled to the output's quantization.
/// The division by the number of elements is part of the multiplier. Input [outer][reduced][inner], output [outer][inner]; a unit of its work is one
/// of the outer extent.
/// </summary>
public sealed class Mean : TensorOperation
{
    private Mean(KernelBinding binding, MeanParameters parameters)
        : base(binding, macs: 0) => Parameters = parameters;

    /// <summary>What it was prepared for.</summary>
    internal MeanParameters Parameters { get; }

    /// <summary>Validates everything and chooses a kernel.</summary>
    /// <param name="parameters">Extents and quantization.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">An extent or quantization is invalid, or a sum could leave 32 bits.</exception>
    public static Mean Prepare(MeanParameters parameters, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isa);
        int inputLength = Require.Count("mean extents", parameters.Outer, parameters.Reduced, parameters.Inner);
        Require.Quantization(parameters.Input, "input");
        Require.Quantization(parameters.Output, "output");
        FixedPointMultiplier multiplier = Multiplier(parameters);
        Require.FitsShift(parameters.LargestSum, multiplier, "sum");
        MeanKernel kernel = MeanKernel.Select(parameters, multiplier, isa);
        PreparedKernel prepared = kernel.Prepare(parameters, multiplier);
        return new Mean(new KernelBinding(kernel, prepared, inputLength, inputLength / parameters.Reduced, parameters.Outer), parameters);
    }

    /// <summary>What sums of differences from the zero point are multiplied by: the ratio of the scales, divided by the number of elements.</summary>
    internal static FixedPointMultiplier Multiplier(MeanParameters parameters)
    {
        var scale = FixedPointMultiplier.FromDouble((double)parameters.Input.Scale / parameters.Output.Scale);

        // As many bits of the quotient are kept as fit the mantissa and the exponent.
        int bits = Math.Min(BitOperations.Log2((uint)parameters.Reduced), scale.Exponent - FixedPointMultiplier.MinExponent);
        long mantissa = ((long)scale.Mantissa << bits) / parameters.Reduced;
        return new FixedPointMultiplier((int)mantissa, scale.Exponent - bits);
    }
}
