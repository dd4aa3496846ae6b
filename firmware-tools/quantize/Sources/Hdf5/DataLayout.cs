using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>Where a dataset's bytes are.</summary>
internal sealed class DataLayout(SourceFile file, string path, Hdf5Block message, Hdf5Block? filters)
{
    private const int Compact = 0, Contiguous = 1, Chunked = 2;

    /// <summary>All elements, row-major. A contiguous dataset's are a part of the file, not a copy.</summary>
    public ReadOnlyMemory<byte> Read(int[] shape, int elementSize)
    {
        Hdf5Block layout = message;
        int version = layout.Byte();
        int kind = layout.Byte();
        if (version is not (3 or 4) || (version == 4 && kind == Chunked))
        {
            throw file.Error($"dataset '{path}': data layout version {version} is not supported; " +
                "save the file with h5py's default settings");
        }

        long bytes = Shapes.ElementCount(shape) * elementSize;
        switch (kind)
        {
            case Compact:
                return Whole(layout.Bytes(layout.UInt16()), bytes);
            case Contiguous:
                ulong address = layout.UInt64();
                if (address == Hdf5Block.Undefined)
                    throw file.Error($"dataset '{path}' has no data; the weights were never saved");
                ulong length = layout.UInt64();
                Hdf5Block data = Hdf5Block.At(file, address, length);
                return Whole(data.Bytes(data.Remaining), bytes);
            case Chunked:
                return ChunkedData.Read(file, path, layout, FilterPipeline.Read(file, path, filters), shape, elementSize);
            default:
                throw file.Error($"dataset '{path}': data layout {kind} is not supported");
        }
    }

    private ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> data, long expected) => data.Length == expected
        ? data
        : throw file.Error($"dataset '{path}' has {data.Length} bytes where its shape needs {expected}; the file is damaged");
}
