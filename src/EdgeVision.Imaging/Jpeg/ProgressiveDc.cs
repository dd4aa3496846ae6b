namespace EdgeVision.Imaging.Jpeg;

/// <summary>First scan of the DC values: their bits from the highest to <paramref name="lowestBit"/>.</summary>
internal sealed class ProgressiveDcFirst(int lowestBit) : BlockDecoder
{
    public override void Decode(ref BitReader bits, JpegComponent component, int column, int row) =>
        component.Coefficients(column, row)[0] = (short)(DecodeDc(ref bits, component) << lowestBit);
}

/// <summary>A later scan of the DC values: one more bit of each.</summary>
internal sealed class ProgressiveDcRefinement(int lowestBit) : BlockDecoder
{
    public override void Decode(ref BitReader bits, JpegComponent component, int column, int row) =>
        component.Coefficients(column, row)[0] |= (short)(bits.Read(1) << lowestBit);
}
