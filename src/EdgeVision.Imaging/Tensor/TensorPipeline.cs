using EdgeVision.Imaging.Frames;
using EdgeVision.Imaging.Resize;

namespace EdgeVision.Imaging.Tensor;

/// <summary>A resampler and the quantizer of its values, whatever type those values have.</summary>
internal abstract class TensorPipeline
{
    /// <summary>Checks what was asked for and chooses both.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The crop, the convention or the tensor is outside its range.</exception>
    /// <exception cref="ArgumentException">The normalization does not fit the channels or would divide by zero.</exception>
    public static TensorPipeline Create(
        FrameLayout frame, CropRegion crop, ResizeConvention convention, Normalization normalization, InputTensorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        if (normalization.Problem(spec.Channels) is { } problem)
            throw new ArgumentException(problem, nameof(normalization));
        if (crop.X < 0 || crop.Y < 0 || crop.Width < 1 || crop.Height < 1
            || crop.Width > frame.Width - crop.X || crop.Height > frame.Height - crop.Y)
        {
            throw new ArgumentOutOfRangeException(nameof(crop), crop, $"the crop is not inside {frame.Width}x{frame.Height}");
        }

        var source = new SourcePart(frame, crop, spec.Channels);
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

    /// <summary>Fills the tensor; its length and the frame's fit.</summary>
    public abstract void Run(ReadOnlySpan<byte> frame, Span<sbyte> tensor);
}

/// <summary>Resamples to <typeparamref name="T"/> and quantizes each row while it is in the cache.</summary>
internal sealed class TensorPipeline<T>(RowResampler<T> resampler, IRowQuantizer<T> quantizer) : TensorPipeline
{
    public override void Run(ReadOnlySpan<byte> frame, Span<sbyte> tensor)
    {
        resampler.Start();
        for (int y = 0; !tensor.IsEmpty; y++)
        {
            ReadOnlySpan<T> row = resampler.Row(frame, y);
            quantizer.Quantize(row, tensor[..row.Length]);
            tensor = tensor[row.Length..];
        }
    }
}
