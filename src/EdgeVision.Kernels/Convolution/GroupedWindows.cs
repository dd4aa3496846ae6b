using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Any convolution, for NEON: gathers what neighbouring output pixels read into groups of patches and multiplies blocks of them.</summary>
internal sealed unsafe class GroupedWindows : PreparedKernel
{
    private const int Chunk = GroupProduct.Chunk;
    private const int Slack = Chunk - 1; // what whole vectors read and write too much

    private readonly ConvParameters _parameters;
    private readonly GroupProduct _product;
    private readonly TensorShape _source;
    private readonly TensorShape _target;
    private readonly Window _window;
    private readonly int _taps;
    private readonly int _rowLength;
    private readonly bool _isThreeShortRows;
    private readonly Vector128<byte> _first; // where the bytes of the first chunk are in the first two of three short rows
    private readonly Vector128<byte> _second; // where those of the second are in the last two
    private readonly Vector128<sbyte> _lastTaps; // which bytes of the last chunk are taps

    public GroupedWindows(ConvParameters parameters, GroupProduct product)
    {
        (_parameters, _product) = (parameters, product);
        (_source, _target, _window) = (parameters.Input, parameters.Output, parameters.Window);
        _taps = ConvPatches.LayoutOf(parameters).Taps;
        _rowLength = _window.KernelWidth * _source.Channels;
        _isThreeShortRows = _window.KernelHeight == 3 && _rowLength >= Chunk / 2 && _taps <= 2 * Chunk;
        for (int i = 0; i < Chunk; i++)
        {
            _first = _first.WithElement(i, Position(i, firstRow: 0));
            _second = _second.WithElement(i, Position(i + Chunk, firstRow: 1));
            _lastTaps = _lastTaps.WithElement(i, (sbyte)(product.Depth - Chunk + i < _taps ? -1 : 0));
        }
    }

    public override long PackedBytes => _product.Bytes;

    public override PackedBlock[] Blocks => _product.Blocks;

    public override long Lead => WriteOrder.RowByRow(_source, _target, _window);

    private int GroupBytes => GroupProduct.Group * _product.Depth;

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        sbyte* groups = stackalloc sbyte[_product.BlockLength];
        sbyte* patch = stackalloc sbyte[_product.Depth + Slack];
        int imageLength = _source.Height * _source.Width * _source.Channels, block = _product.BlockPatches;
        fixed (sbyte* from = input, to = output)
        {
            for (int row = first; row < first + count; row++)
            {
                (int batch, int y) = Math.DivRem(row, _target.Height);
                sbyte* image = from + (nint)batch * imageLength;
                int top = y * _window.StrideHeight - _window.PadTop;
                PixelSpan inside = PixelSpan.Readable(_window, _source, _target.Width, top, Slack);
                for (int x = 0; x < _target.Width; x += block)
                {
                    int end = Math.Min(x + block, _target.Width);
                    int begin = Math.Clamp(inside.Begin, x, end), rest = Math.Clamp(inside.End, begin, end);
                    for (int i = x; i < begin; i++)
                        GatherAnywhere(image, top, i, patch, Place(groups, i - x));
                    if (_isThreeShortRows)
                        GatherThreeRows(image, top, begin, rest, groups, begin - x);
                    else
                        GatherInside(image, top, begin, rest, patch, groups, begin - x);
                    for (int i = rest; i < end; i++)
                        GatherAnywhere(image, top, i, patch, Place(groups, i - x));
                    _product.Run(groups, end - x, to + ((nint)row * _target.Width + x) * _target.Channels);
                }
            }
        }
    }

    /// <summary>Where a patch of a block begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private sbyte* Place(sbyte* groups, int patch) =>
        groups + (nint)(patch / GroupProduct.Group * GroupBytes) + patch % GroupProduct.Group * Chunk;

    /// <summary>Where, in two vectors with a row each, a tap is; what is no tap is nowhere, which table look-up makes 0.</summary>
    private byte Position(int tap, int firstRow)
    {
        (int row, int column) = Math.DivRem(tap, _rowLength);
        return row < _window.KernelHeight ? (byte)((row - firstRow) * Chunk + column) : byte.MaxValue;
    }

    private sbyte* Source(sbyte* image, int top, int x) =>
        image + ((nint)top * _source.Width + x * _window.StrideWidth - _window.PadLeft) * _source.Channels;

    /// <summary>Windows of three rows inside the image, such as those of first convolutions, put together in registers.</summary>
    private void GatherThreeRows(sbyte* image, int top, int x, int end, sbyte* groups, int patch)
    {
        sbyte* from = Source(image, top, x);
        nint line = (nint)_window.DilationHeight * _source.Width * _source.Channels, step = (nint)_window.StrideWidth * _source.Channels;
        Vector128<byte> first = _first, second = _second;
        for (; x < end; x++, patch++, from += step)
        {
            Vector128<byte> row0 = Vector128.Load((byte*)from), row1 = Vector128.Load((byte*)from + line);
            Vector128<byte> row2 = Vector128.Load((byte*)from + 2 * line);
            sbyte* to = Place(groups, patch);
            AdvSimd.Arm64.VectorTableLookup((row0, row1), first).AsSByte().Store(to);
            AdvSimd.Arm64.VectorTableLookup((row1, row2), second).AsSByte().Store(to + GroupProduct.Group * Chunk);
        }
    }

    /// <summary>Windows inside the image. Each row may leave rubbish behind it, which the next one or the slack takes.</summary>
    private void GatherInside(sbyte* image, int top, int x, int end, sbyte* patch, sbyte* groups, int number)
    {
        sbyte* from = Source(image, top, x);
        nint line = (nint)_window.DilationHeight * _source.Width * _source.Channels, step = (nint)_window.StrideWidth * _source.Channels;
        for (; x < end; x++, number++, from += step)
        {
            sbyte* row = from, to = patch;
            for (int ky = _window.KernelHeight; ky > 0; ky--, row += line, to += _rowLength)
            {
                for (nint i = 0; i < _rowLength; i += Chunk)
                    Vector128.Load(row + i).Store(to + i);
            }

            Put(patch, Place(groups, number));
        }
    }

    /// <summary>The taps of one output pixel in filter order (ky, kx, channel); the input's zero point where they are outside the image.</summary>
    private void GatherAnywhere(sbyte* image, int top, int x, sbyte* patch, sbyte* place)
    {
        int channels = _source.Channels, left = x * _window.StrideWidth - _window.PadLeft;
        TapRange rows = TapRange.Inside(top, _window.KernelHeight, _window.DilationHeight, _source.Height);
        TapRange columns = TapRange.Inside(left, _window.KernelWidth, _window.DilationWidth, _source.Width);
        new Span<sbyte>(patch, _taps).Fill((sbyte)_parameters.InputZeroPoint);

        // Without dilation the columns of a row are neighbours.
        int together = _window.DilationWidth == 1 ? columns.End - columns.First : 1;
        for (int ky = rows.First; ky < rows.End; ky++)
        {
            sbyte* line = image + (nint)(top + ky * _window.DilationHeight) * _source.Width * channels;
            for (int kx = columns.First; kx < columns.End; kx += together)
            {
                sbyte* from = line + (nint)(left + kx * _window.DilationWidth) * channels;
                Buffer.MemoryCopy(from, patch + ky * _rowLength + kx * channels, together * channels, together * channels);
            }
        }

        Put(patch, place);
    }

    /// <summary>A patch becomes one of a group.</summary>
    private void Put(sbyte* patch, sbyte* place)
    {
        int last = _product.Depth - Chunk;
        for (int t = 0; t < last; t += Chunk, place += GroupProduct.Group * Chunk)
            Vector128.Load(patch + t).Store(place);
        (Vector128.Load(patch + last) & _lastTaps).Store(place);
    }
}
