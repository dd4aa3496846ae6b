namespace EdgeVision.Imaging.Jpeg;

/// <summary>Decodes what one scan holds of a block; there is one kind for each kind of scan.</summary>
internal abstract class BlockDecoder
{
    /// <summary>Reads the block at a column and row of a component's blocks.</summary>
    public abstract void Decode(ref BitReader bits, JpegComponent component, int column, int row);

    /// <summary>Forgets what goes from block to block, at a restart marker.</summary>
    public virtual void Restart()
    {
    }

    /// <summary>Reads a DC difference and returns the new DC value.</summary>
    protected static int DecodeDc(ref BitReader bits, JpegComponent component)
    {
        component.DcPrediction += DecodeNumber(ref bits, component.DcTable!);
        return component.DcPrediction;
    }

    /// <summary>Reads a code and the signed number whose size it is.</summary>
    private static int DecodeNumber(ref BitReader bits, HuffmanTable table)
    {
        bits.Prepare();
        HuffmanCode code = table.Find(ref bits);
        int number = code.Size == 0 ? 0 : bits.NumberAfter(code);
        bits.Skip(code.LengthWithNumber);
        return number;
    }

    /// <summary>Complains about a run of zeros that leads out of the block.</summary>
    protected static ImageFormatException RunTooLong(in BitReader bits) =>
        ImageFormatException.Damaged("JPEG", $"a run of zeros is longer than its block, before byte {bits.Position}");
}
