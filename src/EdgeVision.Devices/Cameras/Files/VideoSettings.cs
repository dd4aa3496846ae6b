using EdgeVision.Devices.Cameras.Pipes;

namespace EdgeVision.Devices.Cameras.Files;

/// <summary>Which video <c>video:</c> shows.</summary>
/// <param name="File">The file.</param>
/// <param name="Rate">Frames a second; 0 for as many as can be decoded, <see langword="null"/> for the video's own.</param>
/// <param name="Loops">Whether it starts again after the end.</param>
internal sealed record VideoSettings(string File, double? Rate, bool Loops)
{
    /// <summary>Where FFmpeg is looked for.</summary>
    public string SearchPath { get; init; } = ChildProgram.SearchPath;
}
