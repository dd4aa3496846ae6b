namespace EdgeVision.App.Run;

/// <summary>What <c>--once</c> means for a camera as users write it.</summary>
internal static class CameraText
{
    /// <summary>Whether the camera ends by itself when it is to show everything once.</summary>
    public static bool Ends(string camera) => IsFolder(camera) || camera.StartsWith("video:", StringComparison.Ordinal);

    /// <summary>The camera that shows everything once.</summary>
    public static string Once(string camera) => IsFolder(camera) ? $"{camera}{(camera.Contains('?') ? '&' : '?')}loop=no" : camera;

    private static bool IsFolder(string camera) => camera.StartsWith("images:", StringComparison.Ordinal);
}
