using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Files;

/// <summary>Pictures of a folder, in the order of their names.</summary>
internal sealed class FolderSource(FolderSettings settings) : IFrameSource
{
    private static readonly HashSet<string> Extensions =
        new([".jpg", ".jpeg", ".png", ".bmp", ".ppm", ".pgm", ".pbm", ".pnm"], StringComparer.OrdinalIgnoreCase);

    private readonly FramePacer _pacer = new(settings.Rate);
    private string[] _files = [];
    private int _next;
    private bool _hasShownAny;

    public string Description => $"pictures of {settings.Folder}";

    public bool IsLive => settings.Loops;

    public void Open()
    {
        if (File.Exists(settings.Folder))
            throw new CameraException($"images:{settings.Folder} is a file; name a folder of pictures, or use video: for a video");
        try
        {
            _files = [.. Directory.GetFiles(settings.Folder).Where(file => Extensions.Contains(Path.GetExtension(file)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CameraException($"images:{settings.Folder} cannot be read: {e.Message}", e);
        }

        if (_files.Length == 0)
            throw new CameraException($"images:{settings.Folder} has no pictures; they end in {string.Join(", ", Extensions)}");
        Array.Sort(_files, StringComparer.Ordinal);
        _next = 0;
        _hasShownAny = false;
        _pacer.Restart();
    }

    public FrameArrival Read(CameraFrame frame, CancellationToken stop)
    {
        if (_next == _files.Length)
        {
            if (!_hasShownAny)
            {
                return new FrameArrival(Arrival.End,
                    Fault: $"images:{settings.Folder}: none of its {_files.Length} pictures can be decoded");
            }

            if (!settings.Loops)
                return Arrival.End;
            _next = 0;
        }

        return _pacer.Wait(stop) ? Show(frame, _files[_next++]) : Arrival.Nothing;
    }

    public void Close()
    {
    }

    private FrameArrival Show(CameraFrame frame, string file)
    {
        try
        {
            RgbImage image = ImageFile.Load(file);
            frame.Format = new FrameFormat(PixelFormat.Rgb24, image.Width, image.Height);
            image.Pixels.CopyTo(frame.Reserve(image.Pixels.Length));
            frame.TimestampNanoseconds = MonotonicClock.Nanoseconds;
            _hasShownAny = true;
            return Arrival.Frame;
        }
        catch (Exception e) when (e is ImageFormatException or IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return FrameArrival.Corrupt(e.Message);
        }
    }
}
