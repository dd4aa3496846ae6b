using System.Runtime.InteropServices;
using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>Reads tensors; <see cref="GraphValidator"/> checks their values afterwards.</summary>
internal sealed class TensorReader(FlatBuffer buffer, BufferTable buffers)
{
    /// <summary>All tensors of a subgraph.</summary>
    public Tensor[] Read(FlatTables tables)
    {
        var tensors = new Tensor[tables.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            buffer.Enter("tensor", i);
            tensors[i] = Read(i, tables[i]);
        }

        buffer.Leave();
        return tensors;
    }

    private Tensor Read(int index, FlatTable table)
    {
        if (table.Has(Schema.Tensor.Sparsity))
            throw buffer.Error("sparse tensors are not supported; export the model without sparsity");
        return new Tensor
        {
            Index = index,
            Name = table.String(Schema.Tensor.Name) ?? "",
            Type = (TensorType)table.Scalar<byte>(Schema.Tensor.Type),
            Shape = table.Scalars<int>(Schema.Tensor.Shape),
            Quantization = Quantization(table.Table(Schema.Tensor.Quantization)),
            Data = buffers.Data(table.Scalar<uint>(Schema.Tensor.Buffer)),
            IsVariable = table.Flag(Schema.Tensor.IsVariable),
        };
    }

    private TensorQuantization? Quantization(FlatTable table)
    {
        if (table.Scalar<byte>(Schema.Quantization.DetailsType) != 0)
            throw buffer.Error("only affine quantization is supported; export the model without custom or blockwise quantization");
        float[] scales = table.Scalars<float>(Schema.Quantization.Scale);
        if (scales.Length == 0)
            return null;
        long[] zeroPoints = table.Scalars<long>(Schema.Quantization.ZeroPoint);
        return new TensorQuantization
        {
            Scales = ImmutableCollectionsMarshal.AsImmutableArray(scales),
            ZeroPoints = ImmutableCollectionsMarshal.AsImmutableArray(zeroPoints.Length == 0 ? new long[scales.Length] : zeroPoints),
            Axis = table.Scalar<int>(Schema.Quantization.Axis),
            Min = ImmutableCollectionsMarshal.AsImmutableArray(table.Scalars<float>(Schema.Quantization.Min)),
            Max = ImmutableCollectionsMarshal.AsImmutableArray(table.Scalars<float>(Schema.Quantization.Max)),
        };
    }
}
