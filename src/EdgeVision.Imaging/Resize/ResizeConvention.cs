namespace EdgeVision.Imaging;

/// <summary>
/// Whose resizing is reproduced. Tools that share a name ("bilinear") sample at different places, and a model scores best with the
/// one it was trained with.
/// </summary>
public enum ResizeConvention
{
    /// <summary>
    /// <c>tf.image.resize(…, method="bilinear")</c> of TensorFlow 2: half-pixel centres, two taps an axis however much it shrinks
    /// (no antialiasing), float32 result. Output position i samples the source at <c>(i + ½) · in/out − ½</c>.
    /// </summary>
    TensorFlowBilinear,

    /// <summary>
    /// <c>tf.compat.v1.image.resize_bilinear</c> with its defaults: like <see cref="TensorFlowBilinear"/>, but position i samples the
    /// source at <c>i · in/out</c>, half a pixel towards the top left.
    /// </summary>
    TensorFlowLegacyBilinear,

    /// <summary>
    /// <c>tf.compat.v1.image.resize_bilinear(…, align_corners=True)</c>: position i samples the source at
    /// <c>i · (in − 1)/(out − 1)</c>, so the corner pixels stay the corners; an output side of 1 samples position 0.
    /// </summary>
    TensorFlowAlignCorners,

    /// <summary>
    /// <c>Image.crop(box).resize(size, Image.BILINEAR)</c> of Pillow, byte for byte: a triangle filter widened when shrinking
    /// (antialiased), 22-bit fixed-point weights, rows first, rounded to 8 bits before and after the columns. torchvision's transforms
    /// on PIL images use it.
    /// </summary>
    PillowBilinear,

    /// <summary>
    /// The source pixel under the output pixel's centre, <c>⌊(i + ½) · in/out⌋</c>: nearest neighbour of Pillow and of TensorFlow 2.
    /// Computed exactly; where a centre falls on the border of two pixels, those two may take the first, by floating-point noise.
    /// </summary>
    Nearest,
}
