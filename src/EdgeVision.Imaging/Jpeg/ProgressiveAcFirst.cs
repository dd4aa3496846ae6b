namespace EdgeVision.Imaging.Jpeg;

/// <summary>First scan of a band of AC coefficients: their bits from the highest to the scan's lowest.</summary>
internal sealed class ProgressiveAcFirst(ScanHeader scan) : BlockDecoder
{
    /// <summary>Blocks to come that hold nothing in this band.</summary>
    private int _emptyBlocks;

    public override void Restart() => _emptyBlocks = 0;

    public override void Decode(ref BitReader bits, JpegComponent component, int column, int row)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return;
        }

        Span<short> coefficients = component.Coefficients(column, row);
        HuffmanTable table = component.AcTable!;
        for (int k = scan.FirstCoefficient; k <= scan.LastCoefficient; k++)
        {
            bits.Prepare();
            HuffmanCode code = table.Find(ref bits);
            if (code.Size == 0 && code.Run < 15)
            {
                bits.Skip(code.Length);
                _emptyBlocks = (1 << code.Run) - 1 + bits.Read(code.Run);
                return;
            }

            k += code.Run;
            if (k > scan.LastCoefficient)
                throw RunTooLong(bits);
            if (code.Size > 0)
                coefficients[ZigZag.ToRowMajor[k]] = (short)(bits.NumberAfter(code) << scan.LowestBit);
            bits.Skip(code.LengthWithNumber);
        }
    }
}
