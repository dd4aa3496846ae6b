using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>
/// What NEON kernels requantize with: rows of one number per channel, filled up to whole panels of <see cref="PanelChannels"/> channels,
/// which are requantized at once. Plain numbers, so that a file can hold them.
/// </summary>
internal sealed unsafe class RequantizationTableNeon
{
    /// <summary>Channels of four vectors of sums, and of one vector of bytes.</summary>
    public const int PanelChannels = 16;

    /// <summary>Row: what sums start from: the bias and what the zero points contribute to every pixel.</summary>
    public const int Bias = 0;

    /// <summary>Row: the multipliers' mantissas.</summary>
    public const int Mantissa = 1;

    /// <summary>Row: <c>max(exponent, 0)</c>.</summary>
    public const int Left = 2;

    /// <summary>Row: <c>min(exponent, 0)</c>: srshl shifts to the right by negative numbers.</summary>
    public const int Right = 3;

    private const int Rows = 4;

    private readonly AlignedArray<int> _values;
    private readonly int _length;

    /// <summary>Tabulates all channels, their biases as they are.</summary>
    /// <param name="requantization">Every channel's numbers.</param>
    /// <param name="repeats">How many times these channels are repeated, for as many pixels in one vector.</param>
    public RequantizationTableNeon(Requantization requantization, int repeats = 1)
    {
        int channels = requantization.Bias.Length;
        _length = PaddedLength(channels * repeats);
        _values = new AlignedArray<int>(Rows * _length);
        (OutputZeroPoint, Range) = ((short)requantization.OutputZeroPoint, requantization.Range);
        for (int i = 0; i < _length; i++)
        {
            int c = i % channels;
            bool isZero = i >= channels * repeats || requantization.Mantissas[c] == 0;
            this[Bias, i] = requantization.Bias[c];
            this[Mantissa, i] = isZero ? 0 : requantization.Mantissas[c];

            // Any shift of 0 is 0: they get the one that nearly all others have.
            this[Left, i] = isZero ? 0 : requantization.LeftShifts[c];
            this[Right, i] = isZero ? -1 : -requantization.RightShifts[c];
        }

        IsPlain = IsFull(Range) && FindDividesOnly();
    }

    /// <summary>The table of which <paramref name="block"/> was taken.</summary>
    /// <param name="parameters">The output's zero point and range.</param>
    /// <param name="channels">All, repetitions counted.</param>
    /// <param name="block">The rows.</param>
    /// <exception cref="KernelException">The block has another length.</exception>
    public RequantizationTableNeon(LinearParameters parameters, int channels, PackedBlock block)
    {
        _length = PaddedLength(channels);
        _values = new AlignedArray<int>(block, Rows * (long)_length);
        Require.ZeroPoint(parameters.OutputZeroPoint, "output");
        Require.Range(parameters.Range);
        (OutputZeroPoint, Range) = ((short)parameters.OutputZeroPoint, parameters.Range);
        IsPlain = IsFull(Range) && FindDividesOnly();
    }

    /// <summary>
    /// Whether every channel's product is shifted to the right, and none to the left before it, so that a simpler rounding is exact, and
    /// saturating is all the clamping there is.
    /// </summary>
    public bool IsPlain { get; }

    public short OutputZeroPoint { get; }

    public OutputRange Range { get; }

    public PackedBlock Block => _values.Block;

    public long Bytes => _values.Bytes;

    /// <summary>One number; the row's numbers of the next channels follow it.</summary>
    public ref int this[int row, int channel] => ref _values[row * _length + channel];

    /// <summary>A channel's number in a row.</summary>
    public int* Row(int row, int channel) => (int*)Unsafe.AsPointer(ref this[row, channel]);

    private static int PaddedLength(int channels) => (channels + PanelChannels - 1) / PanelChannels * PanelChannels;

    private static bool IsFull(OutputRange range) => range is { Min: sbyte.MinValue, Max: sbyte.MaxValue };

    private bool FindDividesOnly()
    {
        bool divides = true;
        for (int c = 0; c < _length; c++)
            divides &= this[Left, c] == 0 && this[Right, c] < 0;
        return divides;
    }
}
