namespace EdgeVision.App.Tests.Doctor;

/// <summary>What is found without switching a camera on.</summary>
public sealed class CameraNodeTests : IDisposable
{
    private readonly FakeMachine _machine = FakeMachine.Of("raspberry-pi-5");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Older_systems_call_the_program_otherwise()
    {
        _machine.Tree.Remove("/usr/bin/rpicam-vid").Write("/usr/local/bin/libcamera-vid");

        DoctorAnswer answer = _machine.Examine();

        Assert.Empty(answer.Complaints);
        answer.AssertSays("camera program ok", "/usr/local/bin/libcamera-vid");
    }

    [Fact]
    public void Without_the_program_it_says_which_package_has_it()
    {
        _machine.Tree.Remove("/usr/bin/rpicam-vid");

        _machine.Examine().AssertOnly("camera program note", "apt install rpicam-apps");
    }

    [Theory]
    [InlineData("dw9807 11-000c")]
    [InlineData("ak7375 11-000c")]
    [InlineData("rp1-cfe-csi2-ch0")]
    [InlineData("pispbe-input")]
    public void Lens_motors_and_codecs_are_no_sensors(string name)
    {
        _machine.Tree.Write("/sys/class/video4linux/v4l-subdev0/name", name);

        _machine.Examine().AssertOnly("camera CSI sensor note", "the kernel sees none", "cable", "camera_auto_detect");
    }

    [Theory]
    [InlineData("/dev/media0", "char-media")]
    [InlineData("/dev/dma_heap/linux,cma", "char-dma_heap")]
    [InlineData("/dev/video0", "char-video4linux")]
    public void Nodes_that_may_not_be_opened_are_problems(string node, string deviceClass)
    {
        _machine.Tree.Deny(node);

        _machine.Examine().AssertOnly("camera permission problem", node, "usermod -aG video");
        (_machine.Environment["INVOCATION_ID"], _machine.Environment["NOTIFY_SOCKET"]) = ("8f", "@n");
        _machine.Examine().AssertOnly("camera permission problem", node, $"DeviceAllow={deviceClass} rw");
    }

    [Fact]
    public void No_video_node_at_all_is_a_note()
    {
        foreach (string node in (string[])["video0", "video10", "video11", "video12"])
            _machine.Tree.Remove($"/dev/{node}");

        _machine.Examine().AssertOnly("camera video nodes note", "/dev/video*", "USB");
    }
}
