namespace EdgeVision.Kernels;

/// <summary>Elements from one index to the next in each dimension; 0 where the extent is 1, which repeats the element.</summary>
internal readonly record struct BroadcastStrides(int Image, int Row, int Pixel, int Channel)
{
    public static BroadcastStrides Of(TensorShape shape) => new(
        shape.Batch == 1 ? 0 : shape.Height * shape.Width * shape.Channels,
        shape.Height == 1 ? 0 : shape.Width * shape.Channels,
        shape.Width == 1 ? 0 : shape.Channels,
        shape.Channels == 1 ? 0 : 1);

    public int OffsetOf(int b, int y, int x) => b * Image + y * Row + x * Pixel;
}
