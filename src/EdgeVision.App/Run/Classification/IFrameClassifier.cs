using EdgeVision.Devices.Cameras;

namespace EdgeVision.App.Run.Classification;

/// <summary>Turns frames into scores.</summary>
internal interface IFrameClassifier
{
    /// <summary>How many classes there are.</summary>
    int Classes { get; }

    /// <summary>For each zone, a score of each class, as the model put them out; of the last frame.</summary>
    ReadOnlySpan<sbyte> Scores { get; }

    /// <summary>The same as probabilities.</summary>
    ReadOnlySpan<float> Probabilities { get; }

    /// <summary>What was wrong with the last frame that was refused.</summary>
    string? LastFault { get; }

    /// <summary>Classifies the zones of a frame.</summary>
    /// <returns>Whether the frame was sound.</returns>
    bool TryClassify(CameraFrame frame);
}
