using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>
/// What vector kernels requantize with: for every tile of channels some rows of numbers in the order of its lanes. With a doubled mantissa
/// m, the rounded product h is the upper half of x·m + 2^31; m does not fit a signed number, so h is computed as the upper half of
/// x·(m − 2^32) + 2^31, plus x. It is divided as <c>(h + half − (h ⋙ sign)) ≫ right</c>; see <see cref="Requantization.RoundsIn32Bits"/>.
/// <para>Where the output range begins at the zero point (ReLU), <see cref="FloorsOnce"/>, less is needed. With the mantissa m as it is, both
/// roundings are floors of integers divided by powers of two, h = ⌊(x·m + 2^30) / 2^31⌋ and ⌊(h + 2^(s−1) − (h ⋙ 31)) / 2^s⌋, and floors of
/// floors are one: ⌊(x·m + 2^30 + 2^(30+s) − (h ⋙ 31)·2^31) / 2^(31+s)⌋. The term of negative h moves results that are clamped anyway, so it is
/// left out, and the zero point is put in: with a = 2^30 + 2^(30+s) + z·2^(31+s), the result is the upper half of x·m + a, ≫ (s − 1).</para>
/// </summary>
internal sealed class RequantizationTable
{
    /// <summary>Row: what accumulators start from.</summary>
    public const int Bias = 0;

    /// <summary>Row: the multipliers' mantissas, doubled, less 2^32.</summary>
    public const int Mantissa = 1;

    /// <summary>Row: the mantissas of the odd lanes, in the even lanes.</summary>
    public const int OddMantissa = 2;

    /// <summary>Row: <c>max(exponent, 0)</c>; 32, which leaves nothing, for a multiplier of 0; −1 where the table <see cref="FloorsOnce"/>.</summary>
    public const int Left = 3;

    /// <summary>Row: <c>max(−exponent, 0)</c>, less 1 where the table <see cref="FloorsOnce"/>.</summary>
    public const int Right = 4;

    /// <summary>Row: half of what the right shift divides by, 0 without one.</summary>
    public const int Half = 5;

    /// <summary>Row: the logical shift that leaves 1 of a negative number that is divided, and 0 of all others.</summary>
    public const int Sign = 6;

    /// <summary>Row instead of <see cref="Half"/> where the table <see cref="FloorsOnce"/>: 64-bit a of the even lanes.</summary>
    public const int Addend = Half;

    /// <summary>Row instead of <see cref="Sign"/> where the table <see cref="FloorsOnce"/>: 64-bit a of the odd lanes.</summary>
    public const int OddAddend = Sign;

    private const int Rows = 7;
    private const int SignBit = 31;
    private const int FlooredMark = -1; // in the row of left shifts, of which there are none
    private const int MaxFlooredShift = 23; // x·m is below 2^62; so is a, then

    private readonly AlignedArray<int> _values;
    private readonly ChannelTiles _tiles;

    /// <param name="requantization">Every channel's numbers.</param>
    /// <param name="tiles">Of these channels, or of several times these channels one after another.</param>
    public RequantizationTable(Requantization requantization, ChannelTiles tiles)
    {
        _tiles = tiles;
        _values = new AlignedArray<int>(tiles.Count * Rows * tiles.Size);
        (OutputZeroPoint, Range) = ((short)requantization.OutputZeroPoint, requantization.Range);
        FloorsOnce = CanFloorOnce(requantization);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            for (int lane = 0; lane < tiles.Size; lane++)
            {
                int c = tiles.Channel(tile, lane);
                if (c < tiles.Channels)
                {
                    c %= requantization.Bias.Length;
                    this[tile, Bias, lane] = requantization.Bias[c];
                    if (FloorsOnce)
                        SetFloored(tile, lane, requantization.Mantissas[c], requantization.RightShifts[c]);
                    else
                        SetRounded(tile, lane, requantization.Mantissas[c], requantization.LeftShifts[c], requantization.RightShifts[c]);
                }
                else if (FloorsOnce)
                {
                    this[tile, Left, lane] = FlooredMark;
                }
            }
        }
    }

    /// <summary>The table of which <paramref name="block"/> was taken.</summary>
    /// <param name="parameters">The output's zero point and range.</param>
    /// <param name="tiles">Of the channels.</param>
    /// <param name="block">Every tile's rows.</param>
    /// <exception cref="KernelException">The block has another length.</exception>
    public RequantizationTable(LinearParameters parameters, ChannelTiles tiles, PackedBlock block)
    {
        Require.ZeroPoint(parameters.OutputZeroPoint, "output");
        Require.Range(parameters.Range);
        _tiles = tiles;
        _values = new AlignedArray<int>(block, (long)tiles.Count * Rows * tiles.Size);
        (OutputZeroPoint, Range) = ((short)parameters.OutputZeroPoint, parameters.Range);
        FloorsOnce = this[0, Left, 0] == FlooredMark;
        for (int i = 0; i < tiles.Count * tiles.Size && !FloorsOnce; i++)
            ShiftsLeft |= this[i / tiles.Size, Left, i % tiles.Size] != 0;
    }

    /// <summary>Whether one floor does both roundings, so that some rows hold other numbers.</summary>
    public bool FloorsOnce { get; }

    /// <summary>Whether any channel's row <see cref="Left"/> is not 0, where the table does not <see cref="FloorsOnce"/>.</summary>
    public bool ShiftsLeft { get; private set; }

    public short OutputZeroPoint { get; }

    public OutputRange Range { get; }

    public PackedBlock Block => _values.Block;

    public long Bytes => _values.Bytes;

    /// <summary>One number of a tile.</summary>
    public ref int this[int tile, int row, int lane] => ref _values[(tile * Rows + row) * _tiles.Size + lane];

    /// <summary>The first of a tile's rows; each is as long as a tile has channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Tile(int tile) => ref _values[tile * Rows * _tiles.Size];

    /// <summary>Whether all that a multiplier below 1 makes of negative numbers is clamped to the zero point, and every multiplier is one.</summary>
    private static bool CanFloorOnce(Requantization requantization)
    {
        bool can = requantization.OutputZeroPoint == requantization.Range.Min;
        for (int c = 0; c < requantization.Mantissas.Length; c++)
            can &= requantization.Mantissas[c] == 0 || requantization.RightShifts[c] is >= 1 and <= MaxFlooredShift;
        return can;
    }

    private void SetFloored(int tile, int lane, int mantissa, int rightShift)
    {
        int shift = mantissa == 0 ? 1 : rightShift;
        long addend = (1L << 30) + (1L << (30 + shift)) + ((long)OutputZeroPoint << (31 + shift));
        bool isOdd = lane % 2 == 1;
        int even = lane - lane % 2, row = isOdd ? OddAddend : Addend;
        this[tile, Mantissa, lane] = mantissa;
        if (isOdd)
            this[tile, OddMantissa, even] = mantissa;
        (this[tile, row, even], this[tile, row, even + 1]) = ((int)addend, (int)(addend >> 32));
        this[tile, Left, lane] = FlooredMark;
        this[tile, Right, lane] = shift - 1;
    }

    private void SetRounded(int tile, int lane, int mantissa, int leftShift, int rightShift)
    {
        int doubled = unchecked(mantissa << 1);
        this[tile, Mantissa, lane] = doubled;
        if (lane % 2 == 1)
            this[tile, OddMantissa, lane - 1] = doubled;
        this[tile, Left, lane] = mantissa == 0 ? 32 : leftShift;
        ShiftsLeft |= this[tile, Left, lane] != 0;
        this[tile, Right, lane] = rightShift;
        this[tile, Half, lane] = rightShift == 0 ? 0 : 1 << (rightShift - 1);
        this[tile, Sign, lane] = rightShift == 0 ? SignBit + 1 : SignBit;
    }
}
