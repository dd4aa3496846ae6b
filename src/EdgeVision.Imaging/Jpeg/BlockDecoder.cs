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
        int size = component.DcTable!.Decode(ref bits);
        if (size > 0)
            component.DcPrediction += bits.ReceiveSigned(size);
        return component.DcPrediction;
    }

    /// <summary>Complains about a run of zeros that leads out of the block.</summary>
    protected static ImageFormatException RunTooLong(in BitReader bits) =>
        ImageFormatException.Damaged("JPEG", $"a run of zeros is longer than its block, before byte {bits.Position}");
}
