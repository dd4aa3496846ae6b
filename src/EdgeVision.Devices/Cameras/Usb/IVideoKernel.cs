namespace EdgeVision.Devices.Cameras.Usb;

/// <summary>
/// The system calls that a V4L2 camera needs, so that tests can play a kernel and a device that fail. A result below zero is an error
/// number with its sign changed.
/// </summary>
internal interface IVideoKernel
{
    /// <summary>Opens a device file, never to be waited for in calls: a file descriptor.</summary>
    int Open(string path);

    int Close(int file);

    int QueryCapability(int file, ref V4l2Capability capability);

    int EnumerateFormats(int file, ref V4l2FormatDescription description);

    int SetFormat(int file, ref V4l2Format format);

    int SetParameters(int file, ref V4l2StreamParameters parameters);

    int RequestBuffers(int file, ref V4l2BufferRequest request);

    int QueryBuffer(int file, ref V4l2Buffer buffer);

    int Queue(int file, ref V4l2Buffer buffer);

    int Dequeue(int file, ref V4l2Buffer buffer);

    int StreamOn(int file);

    int StreamOff(int file);

    /// <summary>Maps a buffer of the device: its address, or an error.</summary>
    nint Map(int file, uint length, uint offset);

    void Unmap(nint address, uint length);

    /// <summary>Waits for a frame: what happened (<c>poll</c>'s flags), or 0 after the time.</summary>
    int Poll(int file, int milliseconds);
}
