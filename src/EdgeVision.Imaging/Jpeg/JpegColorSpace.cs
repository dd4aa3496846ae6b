namespace EdgeVision.Imaging.Jpeg;

/// <summary>What a JPEG's components mean.</summary>
internal enum JpegColorSpace
{
    Grey,
    Rgb,
    YCbCr,

    /// <summary>Inks, stored inverted as Adobe does: 255 is none.</summary>
    Cmyk,

    /// <summary>The same with the three coloured inks, not inverted, as YCbCr.</summary>
    Ycck,
}
