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
            int symbol = table.Decode(ref bits);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < 15)
            {
                _emptyBlocks = (1 << run) - 1 + bits.Read(run);
                return;
            }

            k += run;
            if (k > scan.LastCoefficient)
                throw RunTooLong(bits);
            if (size > 0)
                coefficients[ZigZag.ToRowMajor[k]] = (short)(bits.ReceiveSigned(size) << scan.LowestBit);
        }
    }
}
