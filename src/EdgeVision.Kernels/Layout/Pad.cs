namespace EdgeVision.Kernels;

/// <summary>Surrounds an int8 tensor by a constant, in any of its dimensions.</summary>
public sealed class Pad
{
    private readonly int _inputLength;
    private readonly int _outputLength;

    private Pad(PadParameters parameters, int inputLength, int outputLength)
    {
        Parameters = parameters;
        _inputLength = inputLength;
        _outputLength = outputLength;
    }

    /// <summary>What it was prepared for.</summary>
    internal PadParameters Parameters { get; }

    /// <summary>Validates everything.</summary>
    /// <exception cref="KernelException">The shape is invalid, a margin negative, or there are too many elements.</exception>
    public static Pad Prepare(PadParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (TensorShape input, Margin before, Margin after) = (parameters.Input, parameters.Before, parameters.After);
        int inputLength = Require.Shape(input, "input shape");
        RequireMargins(input.Batch, before.Batch, after.Batch, "batch");
        RequireMargins(input.Height, before.Height, after.Height, "height");
        RequireMargins(input.Width, before.Width, after.Width, "width");
        RequireMargins(input.Channels, before.Channels, after.Channels, "channels");
        return new Pad(parameters, inputLength, Require.Shape(parameters.Output, "output shape"));
    }

    /// <summary>Copies and fills. Allocates nothing.</summary>
    /// <param name="input">NHWC, of the prepared input shape.</param>
    /// <param name="output">NHWC, of <see cref="PadParameters.Output"/>; must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        BufferLength.Check(input.Length, _inputLength, nameof(input));
        BufferLength.Check(output.Length, _outputLength, nameof(output));
        output.Fill(Parameters.Value);

        TensorShape source = Parameters.Input;
        TensorShape target = Parameters.Output;
        Margin before = Parameters.Before;
        int i = 0;
        for (int b = 0; b < source.Batch; b++)
        {
            for (int y = 0; y < source.Height; y++)
            {
                int line = ((before.Batch + b) * target.Height + before.Height + y) * target.Width + before.Width;
                for (int x = 0; x < source.Width; x++)
                {
                    input.Slice(i, source.Channels).CopyTo(output[((line + x) * target.Channels + before.Channels)..]);
                    i += source.Channels;
                }
            }
        }
    }

    private static void RequireMargins(int extent, int before, int after, string what)
    {
        if (before < 0 || after < 0 || (long)before + extent + after > int.MaxValue)
            throw new KernelException($"margins {before} and {after} of the {what} are negative or too large");
    }
}
