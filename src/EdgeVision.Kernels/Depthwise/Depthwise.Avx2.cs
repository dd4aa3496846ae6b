using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// Depthwise convolution of any window, eight channels at a time. Each 32-bit lane holds <c>x − z_in</c>, sign-extended, and
/// <c>w − z_w</c> in its low half with 0 in the high half, so vpmaddwd is an exact 32-bit product without the slower vpmulld.
/// The last channels are covered by a vector that overlaps the one before it, which is why fewer than eight are refused.
/// </summary>
internal sealed class DepthwiseAvx2 : LinearKernel<ConvParameters>
{
    private const int Lanes = RequantizationAvx2.Lanes;

    public override string Name => "depthwise_s8_1x8_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && Fits(parameters);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
    {
        var weights = new AlignedArray<int>(filter.Length);
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (ushort)(filter[i] - parameters.FilterZeroPoint);
        return new Prepared(parameters, weights, new RequantizationTable(requantization, TilesOf(parameters)));
    }

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
    {
        if (!Fits(parameters))
            throw new KernelException($"depthwise convolution of {parameters.Input.Channels} channels does not fit this kernel");
        Require.Blocks(blocks, 2);
        long weights = (long)parameters.Output.Channels * parameters.Window.KernelHeight * parameters.Window.KernelWidth;
        return new Prepared(
            parameters, new AlignedArray<int>(blocks[0], weights), new RequantizationTable(parameters, TilesOf(parameters), blocks[1]));
    }

    private static bool Fits(ConvParameters parameters) =>
        parameters.Input.Channels == parameters.Output.Channels && parameters.Input.Channels >= Lanes;

    private static ChannelTiles TilesOf(ConvParameters parameters) => new(parameters.Output.Channels, Lanes);

    private sealed class Prepared(ConvParameters parameters, AlignedArray<int> weights, RequantizationTable table) : PreparedKernel
    {
        private readonly ChannelTiles _tiles = TilesOf(parameters);
        private readonly TensorShape _source = parameters.Input;
        private readonly TensorShape _target = parameters.Output;
        private readonly Window _window = parameters.Window;

        public override long PackedBytes => weights.Bytes + table.Bytes;

        public override PackedBlock[] Blocks => [weights.Block, table.Block];

        public override long Lead => WriteOrder.RowByRow(_source, _target, _window);

        public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
        {
            int imageLength = _source.Height * _source.Width * _source.Channels;
            for (int row = first; row < first + count; row++)
            {
                ReadOnlySpan<sbyte> image = input.Slice(row / _target.Height * imageLength, imageLength);
                int top = row % _target.Height * _window.StrideHeight - _window.PadTop;
                TapRange vertical = TapRange.Inside(top, _window.KernelHeight, _window.DilationHeight, _source.Height);
                for (int x = 0; x < _target.Width; x++)
                {
                    int left = x * _window.StrideWidth - _window.PadLeft;
                    TapRange horizontal = TapRange.Inside(left, _window.KernelWidth, _window.DilationWidth, _source.Width);
                    Span<sbyte> pixel = output.Slice((row * _target.Width + x) * _target.Channels, _target.Channels);
                    for (int tile = 0; tile < _tiles.Count; tile++)
                        RunLanes(image, pixel, top, left, vertical, horizontal, tile);
                }
            }
        }

        private void RunLanes(
            ReadOnlySpan<sbyte> image,
            Span<sbyte> pixel,
            int top,
            int left,
            TapRange vertical,
            TapRange horizontal,
            int tile)
        {
            int channel = _tiles.First(tile);
            ref int rows = ref table.Tile(tile);
            ref sbyte source = ref MemoryMarshal.GetReference(image);
            ref int filter = ref weights[0];
            int channels = _source.Channels;
            Vector256<int> zeroPoint = Vector256.Create(parameters.InputZeroPoint);
            Vector256<int> accumulators = Vector256.LoadUnsafe(ref rows, RequantizationTable.Bias * Lanes);
            for (int ky = vertical.First; ky < vertical.End; ky++)
            {
                int line = (top + ky * _window.DilationHeight) * _source.Width + left;
                for (int kx = horizontal.First; kx < horizontal.End; kx++)
                {
                    int from = (line + kx * _window.DilationWidth) * channels + channel;
                    int tap = (ky * _window.KernelWidth + kx) * channels + channel;
                    Vector128<sbyte> bytes = Vector64.LoadUnsafe(ref source, (nuint)from).ToVector128Unsafe();
                    Vector256<int> values = Avx2.ConvertToVector256Int32(bytes) - zeroPoint;
                    Vector256<int> taps = Vector256.LoadUnsafe(ref filter, (nuint)tap);
                    accumulators += Avx2.MultiplyAddAdjacent(values.AsInt16(), taps.AsInt16());
                }
            }

            new RequantizationAvx2(table).Apply(ref rows, accumulators).CopyTo(pixel.Slice(channel, Lanes));
        }
    }
}
