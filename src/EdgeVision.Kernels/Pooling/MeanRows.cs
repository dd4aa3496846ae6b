namespace EdgeVision.Kernels;

/// <summary>
/// The loop of all vector means: some channels of all rows at a time. The last channels are covered by a tile that overlaps the one before it.
/// </summary>
internal abstract unsafe class MeanRows(MeanParameters parameters, int tile) : PreparedKernel
{
    /// <summary>As many bytes as are summed in 16 bits: 256·(−128) still fits.</summary>
    protected const int RowsIn16Bits = 256;

    /// <summary>Doubled, as the kernels do with shifted sums, it still fits 32 bits; so it does after half of a divisor is added.</summary>
    private const int MaxShifted = (1 << 30) - 1;

    private readonly int _reduced = parameters.Reduced;
    private readonly int _inner = parameters.Inner;

    /// <summary>Whether there is a tile, and no sum is too large for the kernels' arithmetic.</summary>
    public static bool CanRun(MeanParameters parameters, FixedPointMultiplier multiplier, int tile) =>
        parameters.Inner >= tile && parameters.LargestSum <= MaxShifted >> Math.Max(multiplier.Exponent, 0);

    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        fixed (sbyte* from = input, to = output)
        {
            for (int o = first; o < first + count; o++)
            {
                for (int c = 0; c < _inner; c += tile)
                {
                    int channel = Math.Min(c, _inner - tile);
                    RunTile(from + (nint)o * _reduced * _inner + channel, _reduced, _inner, to + (nint)o * _inner + channel);
                }
            }
        }
    }

    /// <summary>Averages a tile of channels.</summary>
    /// <param name="input">Their first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="stride">Bytes from row to row.</param>
    /// <param name="output">Their means.</param>
    protected abstract void RunTile(sbyte* input, int rows, int stride, sbyte* output);
}
