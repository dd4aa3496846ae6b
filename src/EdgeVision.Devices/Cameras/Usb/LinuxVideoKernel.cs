using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Cameras.Usb;

/// <summary>The kernel this program runs on.</summary>
internal sealed class LinuxVideoKernel : IVideoKernel
{
    public int Open(string path) => LibC.Open(path, LibC.ReadWrite | LibC.NonBlocking | LibC.CloseOnExec);

    public int Close(int file) => LibC.Close(file);

    public int QueryCapability(int file, ref V4l2Capability capability) => Control(file, V4l2RequestCodes.QueryCapability, ref capability);

    public int EnumerateFormats(int file, ref V4l2FormatDescription description) =>
        Control(file, V4l2RequestCodes.EnumerateFormats, ref description);

    public int SetFormat(int file, ref V4l2Format format) => Control(file, V4l2RequestCodes.SetFormat, ref format);

    public int SetParameters(int file, ref V4l2StreamParameters parameters) =>
        Control(file, V4l2RequestCodes.SetParameters, ref parameters);

    public int RequestBuffers(int file, ref V4l2BufferRequest request) => Control(file, V4l2RequestCodes.RequestBuffers, ref request);

    public int QueryBuffer(int file, ref V4l2Buffer buffer) => Control(file, V4l2RequestCodes.QueryBuffer, ref buffer);

    public int Queue(int file, ref V4l2Buffer buffer) => Control(file, V4l2RequestCodes.Queue, ref buffer);

    public int Dequeue(int file, ref V4l2Buffer buffer) => Control(file, V4l2RequestCodes.Dequeue, ref buffer);

    public int StreamOn(int file) => Switch(file, V4l2RequestCodes.StreamOn);

    public int StreamOff(int file) => Switch(file, V4l2RequestCodes.StreamOff);

    public nint Map(int file, uint length, uint offset) => LibC.Map(file, length, offset);

    public void Unmap(nint address, uint length) => LibC.Unmap(address, length);

    public int Poll(int file, int milliseconds)
    {
        int happened = LibC.Poll(file, milliseconds);
        return happened == -Errno.Interrupted ? 0 : happened;
    }

    private static int Switch(int file, uint request)
    {
        int type = (int)V4l2Buffer.VideoCapture;
        return Control(file, request, ref type);
    }

    /// <summary>A signal may interrupt a request, which then has not happened.</summary>
    private static int Control<T>(int file, uint request, ref T argument)
        where T : unmanaged
    {
        int result;
        do
            result = LibC.Control(file, request, ref argument);
        while (result == -Errno.Interrupted);
        return result;
    }
}
