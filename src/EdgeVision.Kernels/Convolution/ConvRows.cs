using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>
/// A convolution whose patches lie in the input rows themselves, once these are padded and widened: the taps of a window's row are
/// neighbours, and windows start an even number of taps apart, so that no pair of taps is torn.
/// </summary>
internal sealed unsafe class ConvRows(ConvParameters parameters, PatchProduct product) : PreparedKernel
{
    private readonly WidenedRows _rows = new(parameters, SlackOf(parameters));

    public override long PackedBytes => product.Bytes;

    public override PackedBlock[] Blocks => product.Blocks;

    public override long Lead => WriteOrder.RowByRow(parameters.Input, parameters.Output, parameters.Window);

    /// <summary>Whether it can compute a convolution.</summary>
    public static bool Fits(ConvParameters parameters) =>
        parameters.Window.DilationWidth == 1 && parameters.Window.StrideWidth * (long)parameters.Input.Channels % 2 == 0
        && PaddedRows.Fit(parameters, SlackOf(parameters), sizeof(short));

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        TensorShape source = parameters.Input, target = parameters.Output;
        Window window = parameters.Window;
        byte* memory = stackalloc byte[_rows.Bytes + CacheLine.Bytes];
        int* held = stackalloc int[_rows.Rows];
        byte** taps = stackalloc byte*[_rows.Rows * window.KernelWidth];
        int** rows = stackalloc int*[_rows.Rows];
        var patches = new PatchRows(rows, (nint)window.StrideWidth * source.Channels / 2);
        _rows.Clear(held);
        fixed (sbyte* from = input)
        {
            for (int row = first; row < first + count; row++)
            {
                (int image, int y) = Math.DivRem(row, target.Height);
                if (y == 0)
                    _rows.Clear(held);
                sbyte* pixels = from + (nint)image * source.Height * source.Width * source.Channels;
                _rows.Load(pixels, y * window.StrideHeight - window.PadTop, CacheLine.Align(memory), held, taps);
                for (int x = 0; x < target.Width; x += product.BlockPatches)
                {
                    for (int ky = 0; ky < window.KernelHeight; ky++)
                        rows[ky] = (int*)taps[ky * window.KernelWidth] + x * patches.Step;
                    product.Run(patches, Math.Min(product.BlockPatches, target.Width - x), output[((row * target.Width + x) * target.Channels)..]);
                }
            }
        }
    }

    /// <summary>What the last patches of a tile read, which need not be there, and the second tap of a row's last pair.</summary>
    private static int SlackOf(ConvParameters parameters) =>
        (int)Math.Min((PatchProduct.MaxTile - 1L) * parameters.Window.StrideWidth * parameters.Input.Channels + 1, int.MaxValue);
}
