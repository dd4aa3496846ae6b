namespace EdgeVision.Kernels;

/// <summary>
/// For every output position of one axis: the two input positions it lies between and how far it is from the lower one. Before the
/// first and after the last pixel both positions are the same, so the fraction mixes a pixel with itself.
/// </summary>
internal sealed class BilinearAxis<TWeight>(int[] lower, int[] upper, TWeight[] fraction)
    where TWeight : struct
{
    public int[] Lower => lower;

    public int[] Upper => upper;

    public TWeight[] Fraction => fraction;

    public static BilinearAxis<TWeight> Create<TArithmetic>(int input, int output, ResizeCoordinates coordinates)
        where TArithmetic : IBilinearArithmetic<TWeight>
    {
        var axis = new BilinearAxis<TWeight>(new int[output], new int[output], new TWeight[output]);
        for (int i = 0; i < output; i++)
        {
            (int lower, int upper, axis.Fraction[i]) = TArithmetic.Locate(i, input, output, coordinates);
            axis.Lower[i] = lower;
            axis.Upper[i] = upper;
        }

        return axis;
    }
}
