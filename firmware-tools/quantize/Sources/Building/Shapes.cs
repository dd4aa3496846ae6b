namespace EdgeVision.Quantize.Sources.Building;

/// <summary>Sizes of tensors.</summary>
internal static class Shapes
{
    /// <summary>Largest number of elements of a tensor or an activation.</summary>
    public const long MaxElements = 1 << 28;

    /// <summary>Product of the dimensions, or −1 where one is below 1 or the product above <see cref="MaxElements"/>.</summary>
    public static long ElementCount(IReadOnlyList<int> shape)
    {
        long count = 1;
        foreach (int size in shape)
        {
            if (size < 1 || (count *= size) > MaxElements)
                return -1;
        }

        return count;
    }

    public static string Text(IReadOnlyList<int> shape) => $"[{string.Join(", ", shape)}]";

    public static bool Equal(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        if (a.Count != b.Count)
            return false;
        for (int i = 0; i < a.Count; i++)
        {
            if (a[i] != b[i])
                return false;
        }

        return true;
    }
}
