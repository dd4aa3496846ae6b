using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>Any convolution: gathers what neighbouring output pixels read into patches and multiplies those.</summary>
internal sealed unsafe class ConvPatches(ConvParameters parameters, PatchProduct product) : PreparedKernel
{
    private readonly TensorShape _source = parameters.Input;
    private readonly TensorShape _target = parameters.Output;
    private readonly Window _window = parameters.Window;
    private readonly short _zeroPoint = (short)parameters.InputZeroPoint;

    public override long PackedBytes => product.Bytes;

    public override PackedBlock[] Blocks => product.Blocks;

    public override long Lead => WriteOrder.RowByRow(_source, _target, _window);

    /// <summary>The weights of a convolution as a filter: taps in the order (ky, kx, input channel).</summary>
    public static FilterLayout LayoutOf(ConvParameters parameters) => FilterLayout.ChannelMajor(
        parameters.Output.Channels,
        parameters.Window.KernelHeight * parameters.Window.KernelWidth * parameters.Input.Channels);

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
    {
        int depth = product.Depth;
        int imageLength = _source.Height * _source.Width * _source.Channels;
        int* pairs = stackalloc int[product.BlockPatches * product.RowPairs];
        var patches = new Span<short>(pairs, product.BlockPatches * depth);
        var rows = new PatchRows(&pairs, product.RowPairs);
        for (int row = first; row < first + count; row++)
        {
            ReadOnlySpan<sbyte> image = input.Slice(row / _target.Height * imageLength, imageLength);
            int top = row % _target.Height * _window.StrideHeight - _window.PadTop;
            for (int x = 0; x < _target.Width; x += product.BlockPatches)
            {
                int pixels = Math.Min(product.BlockPatches, _target.Width - x);
                for (int i = 0; i < pixels; i++)
                {
                    int left = (x + i) * _window.StrideWidth - _window.PadLeft;
                    Gather(image, top, left, patches.Slice(i * depth, depth));
                }

                product.Run(rows, pixels, output[((row * _target.Width + x) * _target.Channels)..]);
            }
        }
    }

    /// <summary>The taps of one output pixel in filter order (ky, kx, channel); 0 where they are outside the image.</summary>
    private void Gather(ReadOnlySpan<sbyte> image, int top, int left, Span<short> patch)
    {
        patch.Clear();
        for (int ky = 0; ky < _window.KernelHeight; ky++)
        {
            int iy = top + ky * _window.DilationHeight;
            if (iy < 0 || iy >= _source.Height)
                continue;
            ReadOnlySpan<sbyte> line = image.Slice(iy * _source.Width * _source.Channels, _source.Width * _source.Channels);
            Span<short> taps = patch.Slice(ky * _window.KernelWidth * _source.Channels, _window.KernelWidth * _source.Channels);
            if (_window.DilationWidth == 1)
                GatherAdjacent(line, left, taps);
            else
                GatherDilated(line, left, taps);
        }
    }

    /// <summary>Undilated taps of one row are neighbours in memory, and at least one is inside the image.</summary>
    private void GatherAdjacent(ReadOnlySpan<sbyte> line, int left, Span<short> taps)
    {
        int start = Math.Max(left, 0);
        int end = Math.Min(left + _window.KernelWidth, _source.Width);
        int length = (end - start) * _source.Channels;
        WideningAvx2.Subtract(
            line.Slice(start * _source.Channels, length),
            _zeroPoint,
            taps.Slice((start - left) * _source.Channels, length));
    }

    private void GatherDilated(ReadOnlySpan<sbyte> line, int left, Span<short> taps)
    {
        for (int kx = 0; kx < _window.KernelWidth; kx++)
        {
            int ix = left + kx * _window.DilationWidth;
            if (ix < 0 || ix >= _source.Width)
                continue;
            WideningAvx2.Subtract(
                line.Slice(ix * _source.Channels, _source.Channels),
                _zeroPoint,
                taps.Slice(kx * _source.Channels, _source.Channels));
        }
    }
}
