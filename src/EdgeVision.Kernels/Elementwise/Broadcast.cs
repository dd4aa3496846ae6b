namespace EdgeVision.Kernels;

/// <summary>A function of two elements.</summary>
internal interface IBinaryOperator
{
    sbyte Apply(sbyte first, sbyte second);
}

/// <summary>
/// Walks two broadcast inputs and their output; the one loop of all binary operations. Every output element is written after its inputs
/// were read, so the output may be one of the inputs.
/// </summary>
internal sealed class Broadcast<TOperator>(BinaryParameters parameters, TOperator function) : PreparedBinary
    where TOperator : struct, IBinaryOperator
{
    private readonly TensorShape _output = parameters.Output;
    private readonly Strides _first = Strides.Of(parameters.First);
    private readonly Strides _second = Strides.Of(parameters.Second);
    private readonly TOperator _function = function;

    public override void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output, int row, int rows)
    {
        TOperator function = _function;
        int o = row * _output.Width * _output.Channels;
        for (int line = row; line < row + rows; line++)
        {
            (int b, int y) = Math.DivRem(line, _output.Height);
            for (int x = 0; x < _output.Width; x++)
            {
                int i = _first.OffsetOf(b, y, x);
                int j = _second.OffsetOf(b, y, x);
                for (int c = 0; c < _output.Channels; c++)
                    output[o++] = function.Apply(first[i + c * _first.Channel], second[j + c * _second.Channel]);
            }
        }
    }

    /// <summary>Elements from one index to the next in each dimension; 0 where the extent is 1, which repeats the element.</summary>
    private readonly record struct Strides(int Image, int Row, int Pixel, int Channel)
    {
        public static Strides Of(TensorShape shape) => new(
            shape.Batch == 1 ? 0 : shape.Height * shape.Width * shape.Channels,
            shape.Height == 1 ? 0 : shape.Width * shape.Channels,
            shape.Width == 1 ? 0 : shape.Channels,
            shape.Channels == 1 ? 0 : 1);

        public int OffsetOf(int b, int y, int x) => b * Image + y * Row + x * Pixel;
    }
}
