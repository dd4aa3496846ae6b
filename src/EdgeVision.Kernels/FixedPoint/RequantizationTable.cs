using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>
/// What vector kernels requantize with: for every tile of channels some rows of numbers in the order of its lanes. With a doubled mantissa
/// m, the rounded product h is the upper half of x·m + 2^31; m does not fit a signed number, so h is computed as the upper half of
/// x·(m − 2^32) + 2^31, plus x. It is divided as <c>(h + half − (h ⋙ sign)) ≫ right</c>; see <see cref="Requantization.RoundsIn32Bits"/>.
/// </summary>
internal sealed class RequantizationTable
{
    /// <summary>Row: what accumulators start from.</summary>
    public const int Bias = 0;

    /// <summary>Row: the multipliers' mantissas, doubled, less 2^32.</summary>
    public const int Mantissa = 1;

    /// <summary>Row: the mantissas of the odd lanes, in the even lanes.</summary>
    public const int OddMantissa = 2;

    /// <summary>Row: <c>max(exponent, 0)</c>; 32, which leaves nothing, for a multiplier of 0.</summary>
    public const int Left = 3;

    /// <summary>Row: <c>max(−exponent, 0)</c>.</summary>
    public const int Right = 4;

    /// <summary>Row: half of what the right shift divides by, 0 without one.</summary>
    public const int Half = 5;

    /// <summary>Row: the logical shift that leaves 1 of a negative number that is divided, and 0 of all others.</summary>
    public const int Sign = 6;

    private const int Rows = 7;
    private const int SignBit = 31;

    private readonly AlignedArray<int> _values;
    private readonly ChannelTiles _tiles;

    /// <param name="requantization">Every channel's numbers.</param>
    /// <param name="tiles">Of these channels, or of several times these channels one after another.</param>
    public RequantizationTable(Requantization requantization, ChannelTiles tiles)
    {
        _tiles = tiles;
        _values = new AlignedArray<int>(tiles.Count * Rows * tiles.Size);
        (OutputZeroPoint, Range) = ((short)requantization.OutputZeroPoint, requantization.Range);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            for (int lane = 0; lane < tiles.Size; lane++)
            {
                int c = tiles.Channel(tile, lane);
                if (c >= tiles.Channels)
                    continue;
                c %= requantization.Bias.Length;
                int right = requantization.RightShifts[c];
                this[tile, Bias, lane] = requantization.Bias[c];
                int mantissa = unchecked(requantization.Mantissas[c] << 1);
                this[tile, Mantissa, lane] = mantissa;
                if (lane % 2 == 1)
                    this[tile, OddMantissa, lane - 1] = mantissa;
                this[tile, Left, lane] = mantissa == 0 ? 32 : requantization.LeftShifts[c];
                ShiftsLeft |= this[tile, Left, lane] != 0;
                this[tile, Right, lane] = right;
                this[tile, Half, lane] = right == 0 ? 0 : 1 << (right - 1);
                this[tile, Sign, lane] = right == 0 ? SignBit + 1 : SignBit;
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
        for (int i = 0; i < tiles.Count * tiles.Size; i++)
            ShiftsLeft |= this[i / tiles.Size, Left, i % tiles.Size] != 0;
    }

    /// <summary>Whether any channel's row <see cref="Left"/> is not 0.</summary>
    public bool ShiftsLeft { get; }

    public short OutputZeroPoint { get; }

    public OutputRange Range { get; }

    public PackedBlock Block => _values.Block;

    public long Bytes => _values.Bytes;

    /// <summary>One number of a tile.</summary>
    public ref int this[int tile, int row, int lane] => ref _values[(tile * Rows + row) * _tiles.Size + lane];

    /// <summary>The first of a tile's rows; each is as long as a tile has channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Tile(int tile) => ref _values[tile * Rows * _tiles.Size];
}
