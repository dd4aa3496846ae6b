using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// The loop of all vector pools: eight channels of one window at a time. The last channels are covered by a vector that overlaps the
/// one before it.
/// </summary>
internal sealed class PoolRowsAvx2<TReduction>(PoolParameters parameters) : PreparedKernel
    where TReduction : struct, IPoolReductionAvx2
{
    /// <summary>Fewest channels it can do.</summary>
    public const int Lanes = 8;

    private readonly TensorShape _source = parameters.Input;
    private readonly TensorShape _target = parameters.Output;
    private readonly Window _window = parameters.Window;
    private readonly OutputRange _range = parameters.Range;

    public override long Lead => WriteOrder.RowByRow(_source, _target, _window);

    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        int imageLength = _source.Height * _source.Width * _source.Channels;
        for (int row = first; row < first + count; row++)
        {
            ReadOnlySpan<sbyte> image = input.Slice(row / _target.Height * imageLength, imageLength);
            int top = row % _target.Height * _window.StrideHeight - _window.PadTop;
            TapRange rows = TapRange.Inside(top, _window.KernelHeight, 1, _source.Height);
            for (int x = 0; x < _target.Width; x++)
            {
                int left = x * _window.StrideWidth - _window.PadLeft;
                TapRange columns = TapRange.Inside(left, _window.KernelWidth, 1, _source.Width);
                Span<sbyte> pixel = output.Slice((row * _target.Width + x) * _target.Channels, _target.Channels);
                for (int c = 0; c < pixel.Length; c += Lanes)
                    RunLanes(image, pixel, top, left, rows, columns, Math.Min(c, pixel.Length - Lanes));
            }
        }
    }

    private void RunLanes(
        ReadOnlySpan<sbyte> image,
        Span<sbyte> pixel,
        int top,
        int left,
        TapRange rows,
        TapRange columns,
        int channel)
    {
        ref sbyte source = ref MemoryMarshal.GetReference(image);
        Vector256<int> total = TReduction.Start;
        for (int ky = rows.First; ky < rows.End; ky++)
        {
            int line = (top + ky) * _source.Width + left;
            for (int kx = columns.First; kx < columns.End; kx++)
            {
                nuint from = (nuint)((line + kx) * _source.Channels + channel);
                Vector128<sbyte> bytes = Vector64.LoadUnsafe(ref source, from).ToVector128Unsafe();
                total = TReduction.Include(total, Avx2.ConvertToVector256Int32(bytes));
            }
        }

        int pixels = (rows.End - rows.First) * (columns.End - columns.First);
        Vector256<int> result = TReduction.Finish(total, pixels);
        Vector256<int> limited = Avx2.Min(
            Avx2.Max(result, Vector256.Create((int)_range.Min)),
            Vector256.Create((int)_range.Max));
        Vector128<short> words = Sse2.PackSignedSaturate(limited.GetLower(), limited.GetUpper());
        Sse2.PackSignedSaturate(words, words).GetLower().CopyTo(pixel.Slice(channel, Lanes));
    }
}
