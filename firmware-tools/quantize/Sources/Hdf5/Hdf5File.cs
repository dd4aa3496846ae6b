using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>
/// A reader for the part of HDF5 that Keras writes (The HDF Group, "HDF5 File Format Specification", 3.0): superblocks 0, 2 and 3, both
/// kinds of groups, compact, contiguous and chunked data with deflate and shuffle, attributes. The file is untrusted.
/// </summary>
internal static class Hdf5File
{
    private static readonly byte[] FormatSignature = [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public static bool HasSignature(ReadOnlySpan<byte> bytes) => bytes.StartsWith(FormatSignature);

    /// <summary>The root group.</summary>
    public static Hdf5Object Open(SourceFile source)
    {
        Hdf5Block block = Hdf5Block.At(source, 0);
        block.Signature(FormatSignature, "an HDF5 file");
        int version = block.Byte();
        ulong root = version switch
        {
            0 or 1 => OldSuperblock(block, version),
            2 or 3 => NewSuperblock(block),
            _ => throw block.Error($"superblock version {version} is unknown; save the file with an older HDF5"),
        };
        return new Hdf5Object(source, root, "/");
    }

    private static ulong OldSuperblock(Hdf5Block block, int version)
    {
        block.Skip(4);
        RequireEightBytes(ref block);
        block.Skip(version == 0 ? 9 : 13);
        RequireNoOffset(ref block);
        block.Skip(24 + 8);
        return block.UInt64();
    }

    private static ulong NewSuperblock(Hdf5Block block)
    {
        RequireEightBytes(ref block);
        block.Skip(1);
        RequireNoOffset(ref block);
        block.Skip(16);
        return block.UInt64();
    }

    private static void RequireEightBytes(ref Hdf5Block block)
    {
        int offsets = block.Byte();
        int lengths = block.Byte();
        if (offsets != 8 || lengths != 8)
        {
            throw block.Error($"addresses of {offsets} and lengths of {lengths} bytes are not supported, only 8; " +
                "save the file again with h5py");
        }
    }

    private static void RequireNoOffset(ref Hdf5Block block)
    {
        if (block.UInt64() != 0)
            throw block.Error("a base address other than 0 is not supported; save the file again with h5py");
    }
}
