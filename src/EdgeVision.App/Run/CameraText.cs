namespace EdgeVision.App.Run;

/// <summary>What <c>--once</c> means for a camera as users write it.</summary>
internal static class CameraText
{
    /// <summary>Whether the camera ends by itself once it has shown everything; of any other one, a single frame is meant.</summary>
    public static bool Ends(string camera) =>
        camera.StartsWith("images:", StringComparison.Ordinal) || camera.StartsWith("video:", StringComparison.Ordinal);

    /// <summary>The camera without repetitions.</summary>
    public static string Once(string camera) => camera.Replace("loop=yes", "loop=no", StringComparison.Ordinal);
}
