namespace EdgeVision.Quantize.Passes;

/// <summary>
/// What batch normalization knows of a value it produced: per channel, mean and standard deviation over the training set.
/// </summary>
internal sealed record ChannelMoments(float[] Mean, float[] Deviation);
