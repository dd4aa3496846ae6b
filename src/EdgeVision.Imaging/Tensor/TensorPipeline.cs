using EdgeVision.Imaging.Resize;

namespace EdgeVision.Imaging.Tensor;

/// <summary>A resampler and the quantizer of its values, whatever type those values have.</summary>
internal abstract class TensorPipeline
{
    /// <summary>Chooses both for a convention; all arguments have been validated except the convention.</summary>
    public static TensorPipeline Create(CropRegion crop, ResizeConvention convention, Normalization normalization, InputTensorSpec spec)
    {
        var source = new SourceRows(crop, spec.Channels);
        return convention switch
        {
            ResizeConvention.TensorFlowBilinear => Float(SamplePositions.HalfPixelCentres),
            ResizeConvention.TensorFlowLegacyBilinear => Float(SamplePositions.TopLeft),
            ResizeConvention.TensorFlowAlignCorners => Float(SamplePositions.AlignedCorners),
            ResizeConvention.PillowBilinear => Bytes(new TriangleResampler(source, spec.Width, spec.Height)),
            ResizeConvention.Nearest => Bytes(new NearestResampler(source, spec.Width, spec.Height)),
            _ => throw new ArgumentOutOfRangeException(nameof(convention), convention, "not a resize convention"),
        };

        TensorPipeline Float(SamplePositions positions) => new TensorPipeline<float>(
            new BilinearResampler(source, spec.Width, spec.Height, positions), new FloatQuantizer(normalization, spec));

        TensorPipeline Bytes(RowResampler<byte> resampler) =>
            new TensorPipeline<byte>(resampler, new ByteQuantizer(normalization, spec));
    }

    /// <summary>Fills the tensor, whose length fits.</summary>
    public abstract void Run(RgbImage image, Span<sbyte> tensor);
}

/// <summary>Resamples to <typeparamref name="T"/> and quantizes each row while it is in the cache.</summary>
internal sealed class TensorPipeline<T>(RowResampler<T> resampler, IRowQuantizer<T> quantizer) : TensorPipeline
{
    public override void Run(RgbImage image, Span<sbyte> tensor)
    {
        resampler.Start();
        for (int y = 0; !tensor.IsEmpty; y++)
        {
            ReadOnlySpan<T> row = resampler.Row(image, y);
            quantizer.Quantize(row, tensor[..row.Length]);
            tensor = tensor[row.Length..];
        }
    }
}
