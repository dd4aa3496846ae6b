using EdgeVision.Imaging.Frames;
using EdgeVision.Imaging.Tensor;

namespace EdgeVision.Imaging;

/// <summary>
/// Turns a camera's frames into an int8 input tensor in one pass: crop, colour, grey (for one channel), resize, normalize and quantize,
/// row by row, without an intermediate picture. Tables are computed by <see cref="Plan"/> (for MJPEG, by the first frame);
/// <see cref="TryRun"/> allocates nothing for sound frames that are alike.
/// </summary>
/// <remarks>
/// <para>
/// The values are, byte for byte, those of <see cref="ImageToTensor"/> on the frame converted to RGB as follows, but only the pixels
/// that count are converted. A pixel takes the chroma sample it lies in (repeated, not interpolated). With full range
/// <c>R = clamp((65536 Y + 91881 Cr + 2¹⁵) / 2¹⁶)</c>, <c>G = clamp((65536 Y − 22554 Cb − 46802 Cr + 2¹⁵) / 2¹⁶)</c>,
/// <c>B = clamp((65536 Y + 116130 Cb + 2¹⁵) / 2¹⁶)</c>; with limited range Y is first lowered by 16 and the factors are 76309; 104597;
/// −25675, −53279; 132201. Cb and Cr count from 128, divisions round towards −∞, clamp is to 0 … 255 (ITU-R BT.601).
/// </para>
/// <para>
/// MJPEG frames are decoded at a half, a quarter or an eighth of their size where the crop then still has at least the tensor's rows and
/// columns; each of the crop's edges moves to the nearest pixel border of the smaller picture. This is smoother than the two taps of
/// TensorFlow's bilinear resizing of the whole picture.
/// </para>
/// <para>An instance holds scratch rows: use it from one thread at a time.</para>
/// </remarks>
public sealed class FrameToTensor
{
    private readonly int _tensorLength;
    private readonly IFrameConverter _converter;

    private FrameToTensor(int tensorLength, IFrameConverter converter)
    {
        _tensorLength = tensorLength;
        _converter = converter;
    }

    /// <summary>What was wrong with the last frame that was refused, in one line; <see langword="null"/> if none was.</summary>
    public string? LastFault { get; private set; }

    /// <summary>Prepares the conversion of frames of one format.</summary>
    /// <param name="format">The frames.</param>
    /// <param name="crop">The part to use, inside the frame.</param>
    /// <param name="convention">How to resize it to the tensor's size; the aspect ratio may change.</param>
    /// <param name="normalization">What the model was trained with.</param>
    /// <param name="spec">The tensor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The crop, the convention or the tensor is outside its range.</exception>
    /// <exception cref="ArgumentException">The normalization does not fit the channels or would divide by zero.</exception>
    public static FrameToTensor Plan(
        FrameFormat format, CropRegion crop, ResizeConvention convention, Normalization normalization, InputTensorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(format);
        IFrameConverter converter = format.Pixels == PixelFormat.Mjpeg
            ? MjpegConverter.Plan(format, crop, convention, normalization, spec)
            : new PlainConverter(format, TensorPipeline.Create(FrameLayout.Of(format), crop, convention, normalization, spec));
        return new FrameToTensor(spec.Length, converter);
    }

    /// <summary>Fills the tensor from one frame; a frame that is too short or damaged leaves it as it is.</summary>
    /// <param name="frame">The frame's bytes; more than the format's length are ignored.</param>
    /// <param name="tensor">Height × width × channels values, as planned.</param>
    /// <returns>Whether the frame was sound; if not, <see cref="LastFault"/> says why.</returns>
    /// <exception cref="ArgumentException">The tensor has another size than planned.</exception>
    public bool TryRun(ReadOnlySpan<byte> frame, Span<sbyte> tensor)
    {
        if (tensor.Length != _tensorLength)
            throw new ArgumentException($"the tensor has {tensor.Length} values, planned were {_tensorLength}", nameof(tensor));
        try
        {
            _converter.Run(frame, tensor);
            return true;
        }
        catch (ImageFormatException e)
        {
            LastFault = e.Message;
            return false;
        }
    }
}
