namespace EdgeVision.Quantize.Ladder;

/// <summary>Shows how far a long task is. Called from several threads.</summary>
internal interface IProgressDisplay
{
    /// <summary>Of a task, so much is done.</summary>
    void Report(string task, int done, int total);
}
