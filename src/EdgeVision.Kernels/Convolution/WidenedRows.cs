namespace EdgeVision.Kernels;

/// <summary>Padded rows of 16-bit <c>x − z_in</c>.</summary>
/// <param name="parameters">Shapes, window and the input's zero point.</param>
/// <param name="slack">Elements that may be read after a row.</param>
internal sealed unsafe class WidenedRows(ConvParameters parameters, int slack) : PaddedRows(parameters, slack, sizeof(short), padding: 0)
{
    private readonly short _zeroPoint = (short)parameters.InputZeroPoint;

    protected override void Copy(sbyte* from, byte* to, int count) =>
        WideningAvx2.Subtract(new ReadOnlySpan<sbyte>(from, count), _zeroPoint, new Span<short>(to, count));
}
