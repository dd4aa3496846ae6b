using System.Runtime.Intrinsics;

namespace EdgeVision.Quantize.Execution;

/// <summary>Operations on whole float vectors.</summary>
internal static class VectorMath
{
    /// <summary>target += factor · source.</summary>
    public static void AddScaled(ReadOnlySpan<float> source, float factor, Span<float> target)
    {
        int i = 0;
        Vector256<float> factors = Vector256.Create(factor);
        for (; i + 8 <= target.Length; i += 8)
            Vector256.MultiplyAddEstimate(Vector256.Create(source[i..]), factors, Vector256.Create<float>(target[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] += source[i] * factor;
    }

    /// <summary>Σ a·b.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        int i = 0;
        Vector256<float> sums = Vector256<float>.Zero;
        for (; i + 8 <= a.Length; i += 8)
            sums = Vector256.MultiplyAddEstimate(Vector256.Create(a[i..]), Vector256.Create(b[i..]), sums);
        float sum = Vector256.Sum(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
