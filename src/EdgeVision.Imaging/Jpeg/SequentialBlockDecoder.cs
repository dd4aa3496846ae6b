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
            bits.Prepare();
            HuffmanCode code = table.Find(ref bits);
            if (code.Size == 0 && code.Run < 15)
            {
                bits.Skip(code.Length);
                break;
            }

            k += code.Run;
            if (k >= toRowMajor.Length)
                throw RunTooLong(bits);
            if (code.Size > 0)
                _coefficients[toRowMajor[k]] = (short)bits.NumberAfter(code);
            bits.Skip(code.LengthWithNumber);
        }

        component.Reconstruct(_coefficients, column, row);
    }
}
