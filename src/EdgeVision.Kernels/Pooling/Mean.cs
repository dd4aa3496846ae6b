using System.Numerics;

namespace EdgeVision.Kernels;

/// <summary>
/// Arithmetic mean over the middle extent of an int8 tensor seen as [outer, reduced, inner], rescaled to the output's quantization.
/// The division by the number of elements is part of the multiplier.
/// </summary>
public sealed class Mean
{
    private readonly FixedPointMultiplier _multiplier;

    private Mean(MeanParameters parameters, FixedPointMultiplier multiplier)
    {
        Parameters = parameters;
        _multiplier = multiplier;
    }

    /// <summary>What it was prepared for.</summary>
    internal MeanParameters Parameters { get; }

    /// <summary>Validates everything.</summary>
    /// <exception cref="KernelException">An extent or quantization is invalid, or a sum could leave 32 bits.</exception>
    public static Mean Prepare(MeanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Count("mean extents", parameters.Outer, parameters.Reduced, parameters.Inner);
        Require.Quantization(parameters.Input, "input");
        Require.Quantization(parameters.Output, "output");
        int zeroPoint = parameters.Input.ZeroPoint;
        long bound = (long)parameters.Reduced * Math.Max(sbyte.MaxValue - zeroPoint, zeroPoint - sbyte.MinValue);
        var scale = FixedPointMultiplier.FromDouble((double)parameters.Input.Scale / parameters.Output.Scale);
        FixedPointMultiplier multiplier = Divide(scale, parameters.Reduced);
        Require.FitsShift(bound, multiplier, "sum");
        return new Mean(parameters, multiplier);
    }

    /// <summary>Averages. Allocates nothing.</summary>
    /// <param name="input">[outer][reduced][inner].</param>
    /// <param name="output">[outer][inner]; must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        (int reduced, int inner) = (Parameters.Reduced, Parameters.Inner);
        BufferLength.Check(input.Length, Parameters.Outer * reduced * inner, nameof(input));
        BufferLength.Check(output.Length, Parameters.Outer * inner, nameof(output));
        for (int o = 0; o < Parameters.Outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int sum = 0;
                for (int r = 0; r < reduced; r++)
                    sum += input[(o * reduced + r) * inner + i] - Parameters.Input.ZeroPoint;
                long mean = (long)_multiplier.Apply(sum) + Parameters.Output.ZeroPoint;
                output[o * inner + i] = (sbyte)Math.Clamp(mean, sbyte.MinValue, sbyte.MaxValue);
            }
        }
    }

    /// <summary>As many bits of the quotient are kept as fit the mantissa and the exponent.</summary>
    private static FixedPointMultiplier Divide(FixedPointMultiplier scale, int count)
    {
        int bits = Math.Min(BitOperations.Log2((uint)count), scale.Exponent - FixedPointMultiplier.MinExponent);
        long mantissa = ((long)scale.Mantissa << bits) / count;
        return new FixedPointMultiplier((int)mantissa, scale.Exponent - bits);
    }
}
