namespace EdgeVision.Kernels;

/// <summary>
/// Nearest-neighbour resize of int8 tensors: output i reads input <c>⌊i·scale⌋</c>; with <see cref="ResizeCoordinates.HalfPixel"/>
/// <c>⌊(i+½)·scale⌋</c>; with <see cref="ResizeCoordinates.AlignCorners"/> <c>i·scale</c> rounded half away from zero. Positions are
/// float32 as in TFLite, and limited to the image.
/// </summary>
public sealed class ResizeNearest
{
    private readonly TensorShape _source;
    private readonly TensorShape _target;
    private readonly int _inputLength;
    private readonly int _outputLength;
    private readonly int[] _rows;
    private readonly int[] _columns;

    private ResizeNearest(ResizeParameters parameters)
    {
        Parameters = parameters;
        (_inputLength, _outputLength) = ResizePreparation.Validate(parameters);
        _source = parameters.Input;
        _target = parameters.Output;
        _rows = Positions(_source.Height, _target.Height, parameters.Coordinates);
        _columns = Positions(_source.Width, _target.Width, parameters.Coordinates);
    }

    /// <summary>What it was prepared for.</summary>
    internal ResizeParameters Parameters { get; }

    /// <summary>Validates everything and tabulates positions.</summary>
    /// <exception cref="KernelException">A shape is invalid, or batch or channels differ.</exception>
    public static ResizeNearest Prepare(ResizeParameters parameters) => new(parameters);

    /// <summary>Resizes. Allocates nothing.</summary>
    /// <param name="input">NHWC, of the prepared input shape.</param>
    /// <param name="output">NHWC, of the prepared output shape; must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        BufferLength.Check(input.Length, _inputLength, nameof(input));
        BufferLength.Check(output.Length, _outputLength, nameof(output));
        int channels = _source.Channels;
        int o = 0;
        for (int b = 0; b < _target.Batch; b++)
        {
            for (int y = 0; y < _target.Height; y++)
            {
                int line = (b * _source.Height + _rows[y]) * _source.Width;
                for (int x = 0; x < _target.Width; x++)
                {
                    input.Slice((line + _columns[x]) * channels, channels).CopyTo(output[o..]);
                    o += channels;
                }
            }
        }
    }

    private static int[] Positions(int input, int output, ResizeCoordinates coordinates)
    {
        bool aligned = coordinates == ResizeCoordinates.AlignCorners;
        float scale = aligned && output > 1 ? (input - 1) / (float)(output - 1) : input / (float)output;
        float offset = coordinates == ResizeCoordinates.HalfPixel ? 0.5f : 0;
        int[] positions = new int[output];
        for (int i = 0; i < output; i++)
        {
            float position = (i + offset) * scale;
            float rounded = aligned ? MathF.Round(position, MidpointRounding.AwayFromZero) : MathF.Floor(position);
            positions[i] = Math.Min((int)rounded, input - 1);
        }

        return positions;
    }
}
