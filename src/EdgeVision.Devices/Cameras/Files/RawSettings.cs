using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Files;

/// <summary>What comes through <c>raw:</c>.</summary>
/// <param name="Path">A named pipe or a file; <c>-</c> for standard input.</param>
/// <param name="Format">The frames; <see langword="null"/> for a YUV4MPEG2 stream, which describes itself.</param>
internal sealed record RawSettings(string Path, FrameFormat? Format);
