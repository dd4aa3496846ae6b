namespace EdgeVision.Kernels;

/// <summary>The loop of <see cref="ResizeBilinear"/>, in one of its arithmetics.</summary>
internal abstract class BilinearLoop
{
    public static BilinearLoop Create(ResizeParameters parameters) => parameters.Arithmetic == ResizeArithmetic.Integer
        ? new BilinearLoop<IntegerBilinear, int>(parameters)
        : new BilinearLoop<Float32Bilinear, float>(parameters);

    public abstract void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output);
}

/// <inheritdoc/>
internal sealed class BilinearLoop<TArithmetic, TWeight>(ResizeParameters parameters) : BilinearLoop
    where TArithmetic : struct, IBilinearArithmetic<TWeight>
    where TWeight : struct
{
    private readonly TensorShape _source = parameters.Input;
    private readonly TensorShape _target = parameters.Output;

    private readonly BilinearAxis<TWeight> _rows =
        BilinearAxis<TWeight>.Create<TArithmetic>(parameters.Input.Height, parameters.Output.Height, parameters.Coordinates);

    private readonly BilinearAxis<TWeight> _columns =
        BilinearAxis<TWeight>.Create<TArithmetic>(parameters.Input.Width, parameters.Output.Width, parameters.Coordinates);

    public override void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        int o = 0;
        int lineLength = _source.Width * _source.Channels;
        for (int b = 0; b < _target.Batch; b++)
        {
            for (int y = 0; y < _target.Height; y++)
            {
                ReadOnlySpan<sbyte> top = input.Slice((b * _source.Height + _rows.Lower[y]) * lineLength, lineLength);
                ReadOnlySpan<sbyte> bottom = input.Slice((b * _source.Height + _rows.Upper[y]) * lineLength, lineLength);
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
