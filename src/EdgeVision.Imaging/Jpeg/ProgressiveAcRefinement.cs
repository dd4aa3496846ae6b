namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// A later scan of a band of AC coefficients. It carries one more bit of every coefficient that is already nonzero, and between
/// those bits, Huffman-coded, which zeros become ±1 at this bit: the run counts only coefficients that are still zero.
/// </summary>
internal sealed class ProgressiveAcRefinement(ScanHeader scan) : BlockDecoder
{
    private readonly short _one = (short)(1 << scan.LowestBit);

    /// <summary>Blocks, the current one included, in which nothing more becomes nonzero.</summary>
    private int _finishedBlocks;

    public override void Restart() => _finishedBlocks = 0;

    public override void Decode(ref BitReader bits, JpegComponent component, int column, int row)
    {
        Span<short> coefficients = component.Coefficients(column, row);
        int k = scan.FirstCoefficient;
        while (_finishedBlocks == 0 && k <= scan.LastCoefficient)
        {
            int symbol = component.AcTable!.Decode(ref bits);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size > 1)
                throw ImageFormatException.Damaged("JPEG", $"a refinement of {size} bits before byte {bits.Position}");
            if (size == 0 && run < 15)
            {
                _finishedBlocks = (1 << run) + bits.Read(run);
                break;
            }

            short value = size == 0 ? (short)0 : bits.Read(1) == 1 ? _one : (short)-_one;
            k = RefineThrough(ref bits, coefficients, k, run);
            if (k <= scan.LastCoefficient)
                coefficients[ZigZag.ToRowMajor[k]] = value;
            else if (value != 0)
                throw RunTooLong(bits);
            k++;
        }

        if (_finishedBlocks > 0)
        {
            RefineThrough(ref bits, coefficients, k, int.MaxValue);
            _finishedBlocks--;
        }
    }

    /// <summary>Refines nonzero coefficients from k on, skips <paramref name="zeros"/> zeros, and returns where the next zero is.</summary>
    private int RefineThrough(ref BitReader bits, Span<short> coefficients, int k, int zeros)
    {
        for (; k <= scan.LastCoefficient; k++)
        {
            ref short coefficient = ref coefficients[ZigZag.ToRowMajor[k]];
            if (coefficient != 0)
                Refine(ref bits, ref coefficient);
            else if (zeros-- == 0)
                break;
        }

        return k;
    }

    private void Refine(ref BitReader bits, ref short coefficient)
    {
        if (bits.Read(1) == 1)
            coefficient += coefficient > 0 ? _one : (short)-_one;
    }
}
