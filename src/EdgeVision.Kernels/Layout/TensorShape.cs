namespace EdgeVision.Kernels;

/// <summary>
/// The extents of a dense NHWC tensor: element (b, y, x, c) is at <c>((b·Height + y)·Width + x)·Channels + c</c>.
/// Every extent is at least 1; operations refuse other shapes when they are prepared.
/// </summary>
/// <param name="Batch">Number of images.</param>
/// <param name="Height">Rows per image.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Channels">Values per pixel.</param>
public readonly record struct TensorShape(int Batch, int Height, int Width, int Channels)
{
    /// <summary>Number of elements.</summary>
    /// <exception cref="OverflowException">The product does not fit an <see cref="int"/>.</exception>
    public int Count => checked(Batch * Height * Width * Channels);

    /// <inheritdoc/>
    public override string ToString() => $"[{Batch},{Height},{Width},{Channels}]";
}
