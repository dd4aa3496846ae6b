using System.IO.Compression;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>What was done to a chunk before it was stored: deflate and shuffle, in that order when read.</summary>
internal sealed class FilterPipeline
{
    /// <summary>Deflate cannot make data smaller than by this factor.</summary>
    public const int LargestRatio = 1032;

    private const int Deflate = 1, Shuffle = 2;

    private readonly List<int> _filters;

    private FilterPipeline(List<int> filters) => _filters = filters;

    public bool Compresses => _filters.Contains(Deflate);

    public static FilterPipeline Read(SourceFile file, string path, Hdf5Block? message)
    {
        var filters = new List<int>();
        if (message is not { } block)
            return new FilterPipeline(filters);
        int version = block.Byte();
        int count = block.Byte();
        if (version is not (1 or 2))
            throw block.Error($"filter pipeline version {version} is unknown; the file is damaged");
        block.Skip(version == 1 ? 6 : 0);
        for (int i = 0; i < count; i++)
        {
            int id = block.UInt16();
            if (id is not (Deflate or Shuffle) || filters.Contains(id))
                throw file.Error($"dataset '{path}': filter {id} is not supported, only deflate and shuffle; save it without compression");
            int nameLength = version == 1 ? block.UInt16() : 0;
            block.Skip(2);
            int values = block.UInt16();
            block.Skip(((nameLength + 7) & ~7) + (4 * values) + (version == 1 && values % 2 == 1 ? 4 : 0));
            filters.Add(id);
        }

        return new FilterPipeline(filters);
    }

    /// <summary>Undoes the filters of one chunk.</summary>
    /// <param name="stored">As in the file.</param>
    /// <param name="chunk">Takes the elements; exactly as many bytes as the chunk has.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <returns>Whether the stored bytes gave exactly the chunk.</returns>
    public bool TryUndo(ReadOnlyMemory<byte> stored, byte[] chunk, int elementSize)
    {
        ReadOnlyMemory<byte> data = stored;
        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            byte[] result = new byte[chunk.Length];
            if (_filters[i] == Deflate ? !TryInflate(data, result) : !TryUnshuffle(data.Span, result, elementSize))
                return false;
            data = result;
        }

        if (data.Length != chunk.Length)
            return false;
        data.CopyTo(chunk);
        return true;
    }

    private static bool TryInflate(ReadOnlyMemory<byte> stored, byte[] result)
    {
        try
        {
            using var compressed = new MemoryStream(stored.ToArray());
            using var inflated = new ZLibStream(compressed, CompressionMode.Decompress);
            return inflated.ReadAtLeast(result, result.Length, throwOnEndOfStream: false) == result.Length && inflated.ReadByte() < 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool TryUnshuffle(ReadOnlySpan<byte> data, byte[] result, int elementSize)
    {
        if (data.Length != result.Length)
            return false;
        int elements = data.Length / elementSize;
        for (int b = 0; b < elementSize; b++)
        {
            for (int e = 0; e < elements; e++)
                result[(e * elementSize) + b] = data[(b * elements) + e];
        }

        return true;
    }
}
