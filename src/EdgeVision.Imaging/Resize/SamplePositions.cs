namespace EdgeVision.Imaging.Resize;

/// <summary>Where on the source axis a result position samples.</summary>
internal enum SamplePositions
{
    /// <summary>(i + ½) · in/out − ½.</summary>
    HalfPixelCentres,

    /// <summary>i · in/out.</summary>
    TopLeft,

    /// <summary>i · (in − 1)/(out − 1).</summary>
    AlignedCorners,
}
