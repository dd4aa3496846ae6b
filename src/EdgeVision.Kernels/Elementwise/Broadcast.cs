namespace EdgeVision.Kernels;

/// <summary>A function of two elements.</summary>
internal interface IBinaryOperator
{
    sbyte Apply(sbyte first, sbyte second);
}

/// <summary>Walks two broadcast inputs and their output; the one loop of all binary operations.</summary>
internal sealed class Broadcast
{
    private readonly TensorShape _output;
    private readonly Strides _first;
    private readonly Strides _second;
    private readonly int _firstLength;
    private readonly int _secondLength;
    private readonly int _outputLength;

    /// <summary>Validates the shapes, quantizations and range of <paramref name="parameters"/>.</summary>
    public Broadcast(BinaryParameters parameters)
    {
        Validate(parameters);
        _output = parameters.Output;
        (_firstLength, _secondLength, _outputLength) = (parameters.First.Count, parameters.Second.Count, parameters.Output.Count);
        _first = Strides.Of(parameters.First);
        _second = Strides.Of(parameters.Second);
    }

    /// <summary>Shapes broadcast, quantizations and range are legal.</summary>
    public static void Validate(BinaryParameters parameters)
    {
        Require.Shape(parameters.First, "first input shape");
        Require.Shape(parameters.Second, "second input shape");
        Require.Shape(parameters.Output, "output shape");
        RequireBroadcast(parameters);
        Require.Quantization(parameters.FirstQuantization, "first input");
        Require.Quantization(parameters.SecondQuantization, "second input");
        Require.Quantization(parameters.OutputQuantization, "output");
        Require.Range(parameters.Range);
    }

    /// <summary>Every output element is written after its inputs were read, so the output may be one of the inputs.</summary>
    public void Run<TOperator>(TOperator function, ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output)
        where TOperator : struct, IBinaryOperator
    {
        BufferLength.Check(first.Length, _firstLength, nameof(first));
        BufferLength.Check(second.Length, _secondLength, nameof(second));
        BufferLength.Check(output.Length, _outputLength, nameof(output));
        int o = 0;
        for (int b = 0; b < _output.Batch; b++)
        {
            for (int y = 0; y < _output.Height; y++)
            {
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

    private static void RequireBroadcast(BinaryParameters parameters)
    {
        (TensorShape first, TensorShape second, TensorShape output) = (parameters.First, parameters.Second, parameters.Output);
        if (!Fits(first.Batch, second.Batch, output.Batch) || !Fits(first.Height, second.Height, output.Height)
            || !Fits(first.Width, second.Width, output.Width) || !Fits(first.Channels, second.Channels, output.Channels))
        {
            throw new KernelException($"shapes {first} and {second} do not broadcast to {output}");
        }
    }

    private static bool Fits(int first, int second, int output) =>
        (first == output && (second == output || second == 1)) || (second == output && first == 1);

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
