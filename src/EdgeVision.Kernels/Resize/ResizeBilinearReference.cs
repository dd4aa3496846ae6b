namespace EdgeVision.Kernels;

/// <summary>The normative bilinear resize: element by element, in either arithmetic.</summary>
internal sealed class ResizeBilinearReference : BilinearKernel
{
    public override string Name => "resizebilinear_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override bool CanRun(ResizeParameters parameters) => true;

    public override PreparedKernel Prepare(ResizeParameters parameters) => parameters.Arithmetic == ResizeArithmetic.Integer
        ? new Prepared<IntegerBilinear, int>(parameters)
        : new Prepared<Float32Bilinear, float>(parameters);

    private sealed class Prepared<TArithmetic, TWeight>(ResizeParameters parameters) : PreparedKernel
        where TArithmetic : struct, IBilinearArithmetic<TWeight>
        where TWeight : struct
    {
        private readonly TensorShape _source = parameters.Input;
        private readonly TensorShape _target = parameters.Output;

        private readonly BilinearAxis<TWeight> _rows =
            BilinearAxis<TWeight>.Create<TArithmetic>(parameters.Input.Height, parameters.Output.Height, parameters.Coordinates);

        private readonly BilinearAxis<TWeight> _columns =
            BilinearAxis<TWeight>.Create<TArithmetic>(parameters.Input.Width, parameters.Output.Width, parameters.Coordinates);

        public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count)
        {
            int lineLength = _source.Width * _source.Channels;
            int o = first * _target.Width * _target.Channels;
            for (int row = first; row < first + count; row++)
            {
                (int image, int y) = Math.DivRem(row, _target.Height);
                ReadOnlySpan<sbyte> top = input.Slice((image * _source.Height + _rows.Lower[y]) * lineLength, lineLength);
                ReadOnlySpan<sbyte> bottom = input.Slice((image * _source.Height + _rows.Upper[y]) * lineLength, lineLength);
                for (int x = 0; x < _target.Width; x++)
                {
                    int left = _columns.Lower[x] * _source.Channels;
                    int right = _columns.Upper[x] * _source.Channels;
                    for (int c = 0; c < _source.Channels; c++)
                    {
                        output[o++] = TArithmetic.Mix(
                            top[left + c],
                            top[right + c],
                            bottom[left + c],
                            bottom[right + c],
                            _rows.Fraction[y],
                            _columns.Fraction[x]);
                    }
                }
            }
        }
    }
}
