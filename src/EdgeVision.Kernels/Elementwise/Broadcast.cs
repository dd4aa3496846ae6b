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
    private readonly BroadcastStrides _first = BroadcastStrides.Of(parameters.First);
    private readonly BroadcastStrides _second = BroadcastStrides.Of(parameters.Second);
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
}
