using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Cameras.Usb;

/// <summary>A device's frame buffers, mapped into this program and given to the device to fill.</summary>
internal sealed class V4l2Buffers : IDisposable
{
    private const int Wanted = 4;
    private const int FewestUsable = 2;

    private readonly IVideoKernel _kernel;
    private readonly V4l2Device _device;
    private readonly List<(nint Address, uint Length)> _maps = [];

    private V4l2Buffers(IVideoKernel kernel, V4l2Device device)
    {
        _kernel = kernel;
        _device = device;
    }

    /// <summary>Maps and queues the buffers, and starts the stream.</summary>
    /// <exception cref="CameraException">The device refuses.</exception>
    public static V4l2Buffers Start(IVideoKernel kernel, V4l2Device device)
    {
        var buffers = new V4l2Buffers(kernel, device);
        try
        {
            int count = buffers.Request(Wanted);
            if (count < FewestUsable)
                throw new CameraException($"USB camera '{device.Name}' has memory for {count} frame(s), {FewestUsable} are needed");
            for (int i = 0; i < count; i++)
                buffers.Map((uint)i);
            device.Check(kernel.StreamOn(device.File), "starting the stream");
            return buffers;
        }
        catch
        {
            buffers.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of a filled buffer: as many as the driver says, and never more than there are.</summary>
    public unsafe ReadOnlySpan<byte> Content(in V4l2Buffer buffer)
    {
        (nint address, uint length) = _maps[(int)buffer.Index];
        return new ReadOnlySpan<byte>((void*)address, (int)Math.Min(buffer.BytesUsed, length));
    }

    /// <summary>A frame that has been filled, or an error.</summary>
    public int Dequeue(out V4l2Buffer buffer)
    {
        buffer = New(0);
        int result = _kernel.Dequeue(_device.File, ref buffer);
        return result >= 0 && buffer.Index >= _maps.Count ? -Errno.IoError : result;
    }

    /// <summary>Gives a buffer to the device to be filled.</summary>
    public void Queue(uint index)
    {
        V4l2Buffer buffer = New(index);
        _device.Check(_kernel.Queue(_device.File, ref buffer), "giving a buffer back");
    }

    /// <summary>Stops the stream and gives the memory back; errors do not matter any more.</summary>
    public void Dispose()
    {
        _ = _kernel.StreamOff(_device.File);
        foreach ((nint address, uint length) in _maps)
            _kernel.Unmap(address, length);
        _maps.Clear();
        var request = new V4l2BufferRequest { Type = V4l2Buffer.VideoCapture, Memory = V4l2Buffer.MemoryMap };
        _ = _kernel.RequestBuffers(_device.File, ref request);
    }

    private int Request(uint count)
    {
        var request = new V4l2BufferRequest { Count = count, Type = V4l2Buffer.VideoCapture, Memory = V4l2Buffer.MemoryMap };
        _device.Check(_kernel.RequestBuffers(_device.File, ref request), "asking for buffers");
        return (int)Math.Min(request.Count, 32);
    }

    private void Map(uint index)
    {
        V4l2Buffer buffer = New(index);
        _device.Check(_kernel.QueryBuffer(_device.File, ref buffer), "asking for a buffer");
        nint address = _kernel.Map(_device.File, buffer.Length, buffer.Offset);
        _device.Check(address < 0 ? (int)address : 0, "mapping a buffer");
        _maps.Add((address, buffer.Length));
        Queue(index);
    }

    private static V4l2Buffer New(uint index) =>
        new() { Index = index, Type = V4l2Buffer.VideoCapture, Memory = V4l2Buffer.MemoryMap };
}
