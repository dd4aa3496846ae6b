namespace EdgeVision.Imaging.Jpeg;

/// <summary>Blocks of a baseline or extended sequential scan: complete, so their samples are computed at once.</summary>
internal sealed class SequentialBlockDecoder : BlockDecoder
{
    private readonly short[] _coefficients = new short[JpegComponent.BlockLength];

    public override void Decode(ref BitReader bits, JpegComponent component, int column, int row)
    {
        Array.Clear(_coefficients);
        _coefficients[0] = (short)DecodeDc(ref bits, component);
        ReadOnlySpan<byte> toRowMajor = ZigZag.ToRowMajor;
        HuffmanTable table = component.AcTable!;
        for (int k = 1; k < toRowMajor.Length; k++)
        {
            int symbol = table.Decode(ref bits);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < 15)
                break;
            k += run;
            if (k >= toRowMajor.Length)
                throw RunTooLong(bits);
            if (size > 0)
                _coefficients[toRowMajor[k]] = (short)bits.ReceiveSigned(size);
        }

        component.Reconstruct(_coefficients, column, row);
    }
}
