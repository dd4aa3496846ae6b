namespace EdgeVision.Kernels;

/// <summary>Padded rows of bytes.</summary>
/// <param name="parameters">Shapes, window and the input's zero point.</param>
/// <param name="slack">Bytes that may be read after a row.</param>
/// <param name="raise">What is added to every byte: 0, or 128 to make it unsigned.</param>
internal sealed unsafe class RaisedRows(ConvParameters parameters, int slack, int raise)
    : PaddedRows(parameters, slack, sizeof(byte), (byte)(parameters.InputZeroPoint + raise))
{
    /// <summary>What a padding byte is, and what is subtracted from every byte.</summary>
    public int ZeroPoint { get; } = parameters.InputZeroPoint + raise;

    protected override void Copy(sbyte* from, byte* to, int count) => RaisedBytes.Copy(from, to, count, (byte)raise);
}
