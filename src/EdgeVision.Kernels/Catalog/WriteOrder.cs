namespace EdgeVision.Kernels;

/// <summary>
/// The <see cref="PreparedKernel.Lead"/> of kernels that write their output once, from its first element to its last. It is the most that
/// the writes are ever ahead of what is still to be read, both counted from the start of their own buffer.
/// </summary>
internal static class WriteOrder
{
    /// <summary>
    /// Output rows one after another, each read while it is written: what is written up to the end of a row stays before the first element
    /// that this row reads. No row reads before the rows that precede it, and padding is not read. Images after the first start over at a
    /// padded row, which is why a batch is not put in the same buffer.
    /// </summary>
    public static long RowByRow(TensorShape input, TensorShape output, Window window) => input.Batch == 1
        ? WhileReading(
            output.Height, input.Width * (long)input.Channels, output.Width * (long)output.Channels, window.StrideHeight, window.PadTop)
        : long.MaxValue;

    /// <summary>
    /// Pixels one after another, each read again for every element that is written. Kernels that read several pixels before they write
    /// these would do with a little less; that they do not ask for less keeps an arena's size the same on every CPU.
    /// </summary>
    public static long PixelByPixel(PointwiseParameters parameters) =>
        WhileReading(parameters.Pixels, parameters.InputChannels, parameters.OutputChannels, stride: 1, padding: 0);

    private static long WhileReading(int units, long unitRead, long unitWritten, int stride, int padding)
    {
        // Ever further ahead while the units start in the padding, then by the same amount, up or down, with each unit.
        int last = units - 1, bend = Math.Min(padding / stride, last);
        return Math.Max(Ahead(bend), Math.Max(Ahead(Math.Min(bend + 1, last)), Ahead(last)));

        long Ahead(int unit) => ((unit + 1L) * unitWritten) - (Math.Max(((long)unit * stride) - padding, 0) * unitRead);
    }
}
