using System.Runtime.Intrinsics;

namespace EdgeVision.Imaging.Resize;

/// <summary>
/// Linear interpolation in float32: <c>first + (second − first) · weight</c>, each operation rounded. The loops over single values define
/// what the vectors compute, and do what is left of a row.
/// </summary>
internal static class Interpolation
{
    /// <summary>Interpolates between bytes, each pair with a weight of its own.</summary>
    public static void Between(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<float> weights, Span<float> result)
    {
        int start = Vector128.IsHardwareAccelerated ? BetweenVectors(first, second, weights, result) : 0;
        BetweenFrom(start, first, second, weights, result);
    }

    /// <summary>Interpolates between rows.</summary>
    public static void Between(ReadOnlySpan<float> first, ReadOnlySpan<float> second, float weight, Span<float> result)
    {
        int start = Vector128.IsHardwareAccelerated ? BetweenVectors(first, second, weight, result) : 0;
        BetweenFrom(start, first, second, weight, result);
    }

    internal static void BetweenFrom(
        int start, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<float> weights, Span<float> result)
    {
        for (int i = start; i < result.Length; i++)
            result[i] = first[i] + ((float)(second[i] - first[i]) * weights[i]);
    }

    internal static void BetweenFrom(int start, ReadOnlySpan<float> first, ReadOnlySpan<float> second, float weight, Span<float> result)
    {
        for (int i = start; i < result.Length; i++)
            result[i] = first[i] + ((second[i] - first[i]) * weight);
    }

    private static int BetweenVectors(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<float> weights, Span<float> result)
    {
        int i = 0;
        for (; i <= result.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Vector128<byte> from = Vector128.Create(first[i..]);
            Vector128<byte> to = Vector128.Create(second[i..]);
            BetweenEight(Vector128.WidenLower(from), Vector128.WidenLower(to), weights[i..], result[i..]);
            BetweenEight(Vector128.WidenUpper(from), Vector128.WidenUpper(to), weights[(i + 8)..], result[(i + 8)..]);
        }

        return i;
    }

    private static void BetweenEight(Vector128<ushort> first, Vector128<ushort> second, ReadOnlySpan<float> weights, Span<float> result)
    {
        BetweenFour(Vector128.WidenLower(first), Vector128.WidenLower(second), Vector128.Create(weights)).CopyTo(result);
        BetweenFour(Vector128.WidenUpper(first), Vector128.WidenUpper(second), Vector128.Create(weights[4..])).CopyTo(result[4..]);
    }

    private static Vector128<float> BetweenFour(Vector128<uint> first, Vector128<uint> second, Vector128<float> weights) =>
        Vector128.ConvertToSingle(first.AsInt32()) + (Vector128.ConvertToSingle(second.AsInt32() - first.AsInt32()) * weights);

    private static int BetweenVectors(ReadOnlySpan<float> first, ReadOnlySpan<float> second, float weight, Span<float> result)
    {
        int i = 0;
        for (; i <= result.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Vector128<float> from = Vector128.Create(first[i..]);
            (from + ((Vector128.Create(second[i..]) - from) * weight)).CopyTo(result[i..]);
        }

        return i;
    }
}
