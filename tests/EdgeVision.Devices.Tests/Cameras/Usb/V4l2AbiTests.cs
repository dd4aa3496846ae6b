using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeVision.Devices.Cameras.Usb;
using EdgeVision.Devices.Tests.Cameras.Support;

namespace EdgeVision.Devices.Tests.Cameras.Usb;

/// <summary>Compares structures and request numbers with what a C compiler makes of the kernel's own header.</summary>
public sealed class V4l2AbiTests
{
    private const string Compiler = "gcc";

    private static readonly (string C, Func<ulong> Ours)[] Facts =
    [
        ("sizeof(struct v4l2_capability)", () => Size<V4l2Capability>()),
        ("offsetof(struct v4l2_capability, card)", () => Offset<V4l2Capability>("Card")),
        ("offsetof(struct v4l2_capability, capabilities)", () => Offset<V4l2Capability>("Capabilities")),
        ("offsetof(struct v4l2_capability, device_caps)", () => Offset<V4l2Capability>("DeviceCapabilities")),
        ("sizeof(struct v4l2_fmtdesc)", () => Size<V4l2FormatDescription>()),
        ("offsetof(struct v4l2_fmtdesc, type)", () => Offset<V4l2FormatDescription>("Type")),
        ("offsetof(struct v4l2_fmtdesc, pixelformat)", () => Offset<V4l2FormatDescription>("PixelFormat")),
        ("sizeof(struct v4l2_format)", () => Size<V4l2Format>()),
        ("offsetof(struct v4l2_format, fmt.pix.width)", () => Offset<V4l2Format>("Width")),
        ("offsetof(struct v4l2_format, fmt.pix.height)", () => Offset<V4l2Format>("Height")),
        ("offsetof(struct v4l2_format, fmt.pix.pixelformat)", () => Offset<V4l2Format>("PixelFormat")),
        ("offsetof(struct v4l2_format, fmt.pix.field)", () => Offset<V4l2Format>("Field")),
        ("offsetof(struct v4l2_format, fmt.pix.bytesperline)", () => Offset<V4l2Format>("BytesPerLine")),
        ("offsetof(struct v4l2_format, fmt.pix.sizeimage)", () => Offset<V4l2Format>("SizeImage")),
        ("offsetof(struct v4l2_format, fmt.pix.colorspace)", () => Offset<V4l2Format>("Colorspace")),
        ("offsetof(struct v4l2_format, fmt.pix.quantization)", () => Offset<V4l2Format>("Quantization")),
        ("sizeof(struct v4l2_streamparm)", () => Size<V4l2StreamParameters>()),
        ("offsetof(struct v4l2_streamparm, parm.capture.timeperframe.numerator)", () => Offset<V4l2StreamParameters>("Numerator")),
        ("offsetof(struct v4l2_streamparm, parm.capture.timeperframe.denominator)", () => Offset<V4l2StreamParameters>("Denominator")),
        ("sizeof(struct v4l2_requestbuffers)", () => Size<V4l2BufferRequest>()),
        ("offsetof(struct v4l2_requestbuffers, type)", () => Offset<V4l2BufferRequest>("Type")),
        ("offsetof(struct v4l2_requestbuffers, memory)", () => Offset<V4l2BufferRequest>("Memory")),
        ("sizeof(struct v4l2_buffer)", () => Size<V4l2Buffer>()),
        ("offsetof(struct v4l2_buffer, bytesused)", () => Offset<V4l2Buffer>("BytesUsed")),
        ("offsetof(struct v4l2_buffer, flags)", () => Offset<V4l2Buffer>("Flags")),
        ("offsetof(struct v4l2_buffer, timestamp.tv_sec)", () => Offset<V4l2Buffer>("Seconds")),
        ("offsetof(struct v4l2_buffer, timestamp.tv_usec)", () => Offset<V4l2Buffer>("Microseconds")),
        ("offsetof(struct v4l2_buffer, sequence)", () => Offset<V4l2Buffer>("Sequence")),
        ("offsetof(struct v4l2_buffer, memory)", () => Offset<V4l2Buffer>("Memory")),
        ("offsetof(struct v4l2_buffer, m.offset)", () => Offset<V4l2Buffer>("Offset")),
        ("offsetof(struct v4l2_buffer, length)", () => Offset<V4l2Buffer>("Length")),
        ("VIDIOC_QUERYCAP", () => V4l2RequestCodes.QueryCapability),
        ("VIDIOC_ENUM_FMT", () => V4l2RequestCodes.EnumerateFormats),
        ("VIDIOC_S_FMT", () => V4l2RequestCodes.SetFormat),
        ("VIDIOC_REQBUFS", () => V4l2RequestCodes.RequestBuffers),
        ("VIDIOC_QUERYBUF", () => V4l2RequestCodes.QueryBuffer),
        ("VIDIOC_QBUF", () => V4l2RequestCodes.Queue),
        ("VIDIOC_DQBUF", () => V4l2RequestCodes.Dequeue),
        ("VIDIOC_STREAMON", () => V4l2RequestCodes.StreamOn),
        ("VIDIOC_STREAMOFF", () => V4l2RequestCodes.StreamOff),
        ("VIDIOC_S_PARM", () => V4l2RequestCodes.SetParameters),
        ("V4L2_CAP_VIDEO_CAPTURE", () => V4l2Capability.VideoCapture),
        ("V4L2_CAP_VIDEO_CAPTURE_MPLANE", () => V4l2Capability.VideoCaptureMultiPlanar),
        ("V4L2_CAP_STREAMING", () => V4l2Capability.Streaming),
        ("V4L2_CAP_DEVICE_CAPS", () => V4l2Capability.HasDeviceCapabilities),
        ("V4L2_BUF_TYPE_VIDEO_CAPTURE", () => V4l2Buffer.VideoCapture),
        ("V4L2_MEMORY_MMAP", () => V4l2Buffer.MemoryMap),
        ("V4L2_BUF_FLAG_ERROR", () => V4l2Buffer.FlagError),
        ("V4L2_BUF_FLAG_TIMESTAMP_MASK", () => V4l2Buffer.FlagTimestampMask),
        ("V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC", () => V4l2Buffer.FlagTimestampMonotonic),
        ("V4L2_FIELD_ANY", () => V4l2Format.AnyField),
        ("V4L2_COLORSPACE_JPEG", () => V4l2Format.ColorspaceJpeg),
        ("V4L2_QUANTIZATION_FULL_RANGE", () => V4l2Format.QuantizationFull),
        ("V4L2_QUANTIZATION_LIM_RANGE", () => V4l2Format.QuantizationLimited),
        ("V4L2_PIX_FMT_YUYV", () => Letters("YUYV")),
        ("V4L2_PIX_FMT_NV12", () => Letters("NV12")),
        ("V4L2_PIX_FMT_YUV420", () => Letters("YU12")),
        ("V4L2_PIX_FMT_MJPEG", () => Letters("MJPG")),
    ];

    [ProgramFact(Compiler)]
    public void Structures_and_numbers_are_the_headers_own()
    {
        using var folder = new TempFolder();
        string prints = string.Concat(Facts.Select(fact => $"    printf(\"%llu\\n\", (unsigned long long)({fact.C}));\n"));
        File.WriteAllText(
            folder.PathOf("facts.c"),
            $"#include <stdio.h>\n#include <stddef.h>\n#include <linux/videodev2.h>\nint main(void) {{\n{prints}    return 0;\n}}\n");
        Run(Compiler, folder.PathOf("facts.c"), "-o", folder.PathOf("facts"));
        string[] answers = Run(folder.PathOf("facts")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Facts.Select((fact, i) => $"{fact.C} = {answers[i]}"), Facts.Select(fact => $"{fact.C} = {fact.Ours()}"));
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static ulong Size<T>() => (ulong)Unsafe.SizeOf<T>();

    private static ulong Offset<T>(string field) => (ulong)Marshal.OffsetOf<T>(field);

    private static ulong Letters(string code) => FakeVideoKernel.Code(code);
}
