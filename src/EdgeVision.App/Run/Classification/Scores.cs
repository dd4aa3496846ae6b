namespace EdgeVision.App.Run.Classification;

/// <summary>What int8 scores mean: a table of all 256, so that a live frame and a replayed one give the same probabilities.</summary>
internal sealed class Scores
{
    private readonly float[] _probabilities = new float[256];

    public Scores(float scale, int zeroPoint)
    {
        for (int score = sbyte.MinValue; score <= sbyte.MaxValue; score++)
            _probabilities[score - sbyte.MinValue] = scale * (score - zeroPoint);
    }

    public void ToProbabilities(ReadOnlySpan<sbyte> scores, Span<float> probabilities)
    {
        for (int i = 0; i < scores.Length; i++)
            probabilities[i] = _probabilities[scores[i] - sbyte.MinValue];
    }
}
