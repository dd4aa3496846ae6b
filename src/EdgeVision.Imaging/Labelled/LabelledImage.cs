namespace EdgeVision.Imaging;

/// <summary>A picture whose class is known.</summary>
/// <param name="File">The picture's path.</param>
/// <param name="ClassIndex">Its class, counted from 0 without a background class.</param>
public readonly record struct LabelledImage(string File, int ClassIndex);
