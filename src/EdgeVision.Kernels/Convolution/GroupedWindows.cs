using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeVision.Kernels;

/// <summary>Any convolution, for NEON: gathers what four neighbouring output pixels read into a group of patches and multiplies blocks of them.</summary>
internal sealed unsafe class GroupedWindows(ConvParameters parameters, GroupProduct product) : PreparedKernel
{
    private const int Slack = GroupProduct.Chunk - 1; // what whole vectors read and write too much

    private readonly TensorShape _source = parameters.Input;
    private readonly TensorShape _target = parameters.Output;
    private readonly Window _window = parameters.Window;
    private readonly int _taps = ConvPatches.LayoutOf(parameters).Taps;
    private readonly Vector128<sbyte> _lastTaps = MaskOf(ConvPatches.LayoutOf(parameters).Taps % GroupProduct.Chunk);

    public override long PackedBytes => product.Bytes;

    public override PackedBlock[] Blocks => product.Blocks;

    public override long Lead => WriteOrder.RowByRow(_source, _target, _window);

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        sbyte* groups = stackalloc sbyte[product.BlockLength];
        sbyte* patches = stackalloc sbyte[GroupProduct.Group * product.Depth + Slack];
        int imageLength = _source.Height * _source.Width * _source.Channels;
        fixed (sbyte* from = input, to = output)
        {
            for (int row = first; row < first + count; row++)
            {
                (int batch, int y) = Math.DivRem(row, _target.Height);
                sbyte* image = from + (nint)batch * imageLength;
                int top = y * _window.StrideHeight - _window.PadTop;
                PixelSpan inside = PixelSpan.Readable(_window, _source, _target.Width, top, Slack);
                for (int x = 0; x < _target.Width; x += product.BlockPatches)
                {
                    int pixels = Math.Min(product.BlockPatches, _target.Width - x);
                    for (int i = 0; i < pixels; i += GroupProduct.Group)
                        Gather(image, top, x + i, Math.Min(GroupProduct.Group, pixels - i), inside, patches, groups + (nint)i * product.Depth);
                    product.Run(groups, pixels, to + ((nint)row * _target.Width + x) * _target.Channels);
                }
            }
        }
    }

    private static Vector128<sbyte> MaskOf(int taps) => Vector128.LessThan(
        Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector128.Create((sbyte)taps));

    private void Gather(sbyte* image, int top, int x, int count, PixelSpan inside, sbyte* patches, sbyte* group)
    {
        int left = x * _window.StrideWidth - _window.PadLeft;
        if (inside.Contains(x) && inside.Contains(x + count - 1))
        {
            GatherInside(image + ((nint)top * _source.Width + left) * _source.Channels, count, patches);
        }
        else
        {
            for (int i = 0; i < count; i++)
                GatherAnywhere(image, top, left + i * _window.StrideWidth, patches + (nint)i * product.Depth);
        }

        for (int i = 1; i <= count && _taps < product.Depth; i++)
            ClearRest(patches + (nint)i * product.Depth - GroupProduct.Chunk);
        GroupProduct.Pack(patches, count, product.Depth, group);
    }

    /// <summary>
    /// Windows inside the image. Each of their rows may leave rubbish behind it, which the next row, patch or the slack takes.
    /// </summary>
    private void GatherInside(sbyte* from, int count, sbyte* patches)
    {
        int rows = _window.KernelHeight, depth = product.Depth;
        nint length = (nint)_window.KernelWidth * _source.Channels, step = (nint)_window.StrideWidth * _source.Channels;
        nint line = (nint)_window.DilationHeight * _source.Width * _source.Channels;
        for (; count > 0; count--, from += step, patches += depth)
        {
            sbyte* row = from, patch = patches;
            for (int ky = rows; ky > 0; ky--, row += line, patch += length)
            {
                Vector128.Load(row).Store(patch);
                for (nint i = GroupProduct.Chunk; i < length; i += GroupProduct.Chunk)
                    Vector128.Load(row + i).Store(patch + i);
            }
        }
    }

    /// <summary>Makes zeros of what follows the taps in the last chunk.</summary>
    private void ClearRest(sbyte* chunk) => (Vector128.Load(chunk) & _lastTaps).Store(chunk);

    /// <summary>The taps of one output pixel in filter order (ky, kx, channel); the input's zero point where they are outside the image.</summary>
    private void GatherAnywhere(sbyte* image, int top, int left, sbyte* patch)
    {
        int channels = _source.Channels;
        TapRange rows = TapRange.Inside(top, _window.KernelHeight, _window.DilationHeight, _source.Height);
        TapRange columns = TapRange.Inside(left, _window.KernelWidth, _window.DilationWidth, _source.Width);
        new Span<sbyte>(patch, _taps).Fill((sbyte)parameters.InputZeroPoint);
        for (int ky = rows.First; ky < rows.End; ky++)
        {
            sbyte* line = image + (nint)(top + ky * _window.DilationHeight) * _source.Width * channels;
            for (int kx = columns.First; kx < columns.End; kx++)
            {
                sbyte* from = line + (nint)(left + kx * _window.DilationWidth) * channels;
                sbyte* to = patch + (ky * _window.KernelWidth + kx) * channels;
                for (int i = 0; i < channels; i++)
                    to[i] = from[i];
            }
        }
    }
}
