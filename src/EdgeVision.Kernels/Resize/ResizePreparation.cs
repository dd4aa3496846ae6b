namespace EdgeVision.Kernels;

/// <summary>What both resize operations validate.</summary>
internal static class ResizePreparation
{
    public static (int InputLength, int OutputLength) Validate(ResizeParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int inputLength = Require.Shape(parameters.Input, "input shape");
        int outputLength = Require.Shape(parameters.Output, "output shape");
        Require.Equal(parameters.Output.Batch, parameters.Input.Batch, "output batch");
        Require.Equal(parameters.Output.Channels, parameters.Input.Channels, "output channels");
        Require.Known((int)parameters.Coordinates, (int)ResizeCoordinates.HalfPixel, "coordinates");
        Require.Known((int)parameters.Arithmetic, (int)ResizeArithmetic.Float32, "arithmetic");
        return (inputLength, outputLength);
    }
}
