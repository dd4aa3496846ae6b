namespace EdgeVision.Kernels;

/// <summary>
/// For every output position of one axis: the two input positions it lies between and how far it is from the lower one. Before the
/// first and after the last pixel both positions are the same, so the fraction mixes a pixel with itself.
/// </summary>
internal sealed class BilinearAxis<TWeight>
    where TWeight : struct
{
    private BilinearAxis(int output)
    {
        Lower = new int[output];
        Upper = new int[output];
        Fraction = new TWeight[output];
    }

    public int[] Lower { get; }

    public int[] Upper { get; }

    public TWeight[] Fraction { get; }

    public static BilinearAxis<TWeight> Create<TArithmetic>(int input, int output, ResizeCoordinates coordinates)
        where TArithmetic : IBilinearArithmetic<TWeight>
    {
        var axis = new BilinearAxis<TWeight>(output);
        for (int i = 0; i < output; i++)
        {
            (int lower, int upper, axis.Fraction[i]) = TArithmetic.Locate(i, input, output, coordinates);
            axis.Lower[i] = lower;
            axis.Upper[i] = upper;
        }

        return axis;
    }
}
