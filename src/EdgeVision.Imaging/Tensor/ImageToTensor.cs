using EdgeVision.Imaging.Frames;
using EdgeVision.Imaging.Tensor;

namespace EdgeVision.Imaging;

/// <summary>
/// Turns pictures of one size into an int8 input tensor: crop, grey (for one channel), resize, normalize and quantize, row by row,
/// without an intermediate picture. All tables are computed by <see cref="Plan"/>; <see cref="Run"/> allocates nothing.
/// </summary>
/// <remarks>
/// <para>
/// A resized value v becomes <c>clamp(⌊(v − mean)/(std · scale) + zeroPoint + ½ + 2⁻¹²⌋, −128, 127)</c>: round to nearest, ties up.
/// The 2⁻¹² makes a tie of what only the rounding of the float32 parameters keeps from being one, so that the usual [−1, 1]
/// convention (mean 127.5, std 127.5, scale 1/127.5, zero point −1) gives exactly pixel − 128, as does mean 128, std 128,
/// scale 1/128, zero point 0.
/// </para>
/// <para>
/// v is a float32 for the TensorFlow conventions and a byte for the others. Grey is ITU-R BT.601 luma rounded to a byte before
/// resizing, as Pillow's <c>convert("L")</c>: <c>(19595 R + 38470 G + 7471 B + 32768) / 65536</c>.
/// </para>
/// <para>An instance holds scratch rows: use it from one thread at a time.</para>
/// </remarks>
public sealed class ImageToTensor
{
    private readonly int _sourceWidth;
    private readonly int _sourceHeight;
    private readonly int _tensorLength;
    private readonly TensorPipeline _pipeline;

    private ImageToTensor(int sourceWidth, int sourceHeight, int tensorLength, TensorPipeline pipeline)
    {
        _sourceWidth = sourceWidth;
        _sourceHeight = sourceHeight;
        _tensorLength = tensorLength;
        _pipeline = pipeline;
    }

    /// <summary>Prepares the conversion of pictures of one size.</summary>
    /// <param name="sourceWidth">Columns of the pictures, at least 1.</param>
    /// <param name="sourceHeight">Rows of the pictures, at least 1.</param>
    /// <param name="crop">The part to use, inside the picture.</param>
    /// <param name="convention">How to resize it to the tensor's size; the aspect ratio may change.</param>
    /// <param name="normalization">What the model was trained with.</param>
    /// <param name="spec">The tensor.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size, the crop, the convention or the tensor is outside its range.</exception>
    /// <exception cref="ArgumentException">The normalization does not fit the channels or would divide by zero.</exception>
    public static ImageToTensor Plan(
        int sourceWidth,
        int sourceHeight,
        CropRegion crop,
        ResizeConvention convention,
        Normalization normalization,
        InputTensorSpec spec)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceHeight, 1);
        TensorPipeline pipeline =
            TensorPipeline.Create(FrameLayout.OfRgb(sourceWidth, sourceHeight), crop, convention, normalization, spec);
        return new ImageToTensor(sourceWidth, sourceHeight, spec.Length, pipeline);
    }

    /// <summary>Fills the tensor from one picture.</summary>
    /// <param name="image">A picture of the planned size.</param>
    /// <param name="tensor">Height × width × channels values, as planned.</param>
    /// <exception cref="ArgumentException">The picture or the tensor has another size than planned.</exception>
    public void Run(RgbImage image, Span<sbyte> tensor)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Width != _sourceWidth || image.Height != _sourceHeight)
        {
            throw new ArgumentException(
                $"planned for {_sourceWidth}x{_sourceHeight}, the picture is {image.Width}x{image.Height}", nameof(image));
        }

        if (tensor.Length != _tensorLength)
            throw new ArgumentException($"the tensor has {tensor.Length} values, planned were {_tensorLength}", nameof(tensor));
        _pipeline.Run(image.Pixels, tensor);
    }
}
