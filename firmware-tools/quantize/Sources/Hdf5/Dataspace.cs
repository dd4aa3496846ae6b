namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>Dimensions of datasets and attributes.</summary>
internal static class Dataspace
{
    private const int MaxRank = 32;

    /// <summary>Empty for a scalar; −1 for a dimension that is 0 or too large.</summary>
    public static int[] Read(Hdf5Block block)
    {
        int version = block.Byte();
        int rank = block.Byte();
        block.Skip(1);
        int kind = block.Byte();
        if (version is not (1 or 2) || rank > MaxRank)
            throw block.Error($"a dataspace of version {version} and rank {rank} is not possible; the file is damaged");
        if (version == 1)
            block.Skip(4);
        else if (kind == 2)
            return [-1];
        var shape = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            ulong size = block.UInt64();
            shape[i] = size is > 0 and <= int.MaxValue ? (int)size : -1;
        }

        return shape;
    }
}
