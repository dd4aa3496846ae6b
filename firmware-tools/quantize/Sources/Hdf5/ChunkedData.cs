using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>Datasets stored in equal blocks that a B-tree finds.</summary>
internal static class ChunkedData
{
    private const int MaxChunkBytes = 1 << 28;

    public static ReadOnlyMemory<byte> Read(
        SourceFile file,
        string path,
        Hdf5Block layout,
        FilterPipeline filters,
        int[] shape,
        int elementSize)
    {
        int rank = shape.Length;
        if (layout.Byte() != rank + 1)
            throw layout.Error($"dataset '{path}' and its chunks have different ranks; the file is damaged");
        ulong tree = layout.UInt64();
        int[] chunk = ChunkShape(file, path, layout, rank);
        long chunkBytes = Shapes.ElementCount(chunk) * elementSize;
        if (chunkBytes is < 0 or > MaxChunkBytes)
            throw file.Error($"dataset '{path}': chunks of {Shapes.Text(chunk)} are not possible; the file is damaged");
        List<Chunk> chunks = Find(file, path, tree, shape, chunk);
        RequireBacked(file, path, chunks, filters, shape, elementSize, chunkBytes);

        byte[] data = new byte[Shapes.ElementCount(shape) * elementSize];
        byte[] buffer = new byte[chunkBytes];
        foreach (Chunk stored in chunks)
        {
            Hdf5Block block = Hdf5Block.At(file, stored.Address, stored.Size);
            if (stored.FilterMask != 0 || !filters.TryUndo(block.Bytes(block.Remaining), buffer, elementSize))
                throw file.Error($"dataset '{path}': the chunk at byte {stored.Address} cannot be decoded; the file is damaged");
            Copy(buffer, chunk, stored.Offset, data, shape, elementSize);
        }

        return data;
    }

    private static int[] ChunkShape(SourceFile file, string path, Hdf5Block layout, int rank)
    {
        var chunk = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            uint size = layout.UInt32();
            if (size is 0 or > int.MaxValue)
                throw file.Error($"dataset '{path}': a chunk of size {size} is not possible; the file is damaged");
            chunk[i] = (int)size;
        }

        return chunk;
    }

    /// <summary>All chunks; exactly one for each place.</summary>
    private static List<Chunk> Find(SourceFile file, string path, ulong tree, int[] shape, int[] chunk)
    {
        long expected = 1;
        for (int i = 0; i < shape.Length; i++)
            expected *= (shape[i] + (long)chunk[i] - 1) / chunk[i];
        var chunks = new List<Chunk>();
        var places = new HashSet<long>();
        if (tree != Hdf5Block.Undefined)
        {
            foreach (BTreeEntry entry in BTree.Leaves(file, tree, BTreeKind.Chunks, 8 + (8 * (shape.Length + 1))))
            {
                Hdf5Block key = entry.Key;
                uint size = key.UInt32();
                uint mask = key.UInt32();
                var offset = new int[shape.Length];
                long place = 0;
                for (int i = 0; i < offset.Length; i++)
                {
                    ulong position = key.UInt64();
                    if (position >= (ulong)shape[i] || position % (ulong)chunk[i] != 0)
                        throw key.Error($"a chunk of dataset '{path}' lies outside it; the file is damaged");
                    offset[i] = (int)position;
                    place = (place * ((shape[i] + (long)chunk[i] - 1) / chunk[i])) + (offset[i] / chunk[i]);
                }

                if (!places.Add(place))
                    throw key.Error($"two chunks of dataset '{path}' lie at the same place; the file is damaged");
                chunks.Add(new Chunk(offset, entry.Child, size, mask));
            }
        }

        return chunks.Count == expected
            ? chunks
            : throw file.Error($"dataset '{path}' has {chunks.Count} of {expected} chunks; they were never saved or the file is damaged");
    }

    /// <summary>Refuses datasets that the stored bytes cannot fill, before memory is taken for them.</summary>
    private static void RequireBacked(
        SourceFile file,
        string path,
        List<Chunk> chunks,
        FilterPipeline filters,
        int[] shape,
        int elementSize,
        long chunkBytes)
    {
        long stored = 0;
        foreach (Chunk chunk in chunks)
            stored += chunk.Size;
        long ratio = filters.Compresses ? FilterPipeline.LargestRatio : 1;
        if (stored > file.Bytes.Length || Shapes.ElementCount(shape) * elementSize > stored * ratio || chunkBytes > stored * ratio)
            throw file.Error($"dataset '{path}' cannot have come from {stored} stored bytes; the file is damaged");
    }

    /// <summary>Copies the part of a chunk that lies inside the dataset, row by row.</summary>
    private static void Copy(byte[] from, int[] chunk, int[] offset, byte[] to, int[] shape, int elementSize)
    {
        int rank = shape.Length;
        var size = new int[rank];
        long rows = 1;
        for (int i = 0; i < rank; i++)
        {
            size[i] = Math.Min(chunk[i], shape[i] - offset[i]);
            rows *= i < rank - 1 ? size[i] : 1;
        }

        var index = new int[rank];
        for (long row = 0; row < rows; row++)
        {
            long source = 0, target = 0;
            for (int i = 0; i < rank; i++)
            {
                source = (source * chunk[i]) + index[i];
                target = (target * shape[i]) + offset[i] + index[i];
            }

            int bytes = (rank == 0 ? 1 : size[^1]) * elementSize;
            from.AsSpan((int)(source * elementSize), bytes).CopyTo(to.AsSpan((int)(target * elementSize), bytes));
            for (int i = rank - 2; i >= 0 && ++index[i] == size[i]; i--)
                index[i] = 0;
        }
    }

    private readonly record struct Chunk(int[] Offset, ulong Address, uint Size, uint FilterMask);
}
