using EdgeVision.Devices.Health;
using EdgeVision.Testing;

namespace EdgeVision.Devices.Tests.Health;

public sealed class ThrottleTests : IDisposable
{
    private readonly FakeTree _tree = new();

    private SystemRoot Root => new(_tree.Folder, name => name == "PATH" ? "/usr/bin" : null);

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("0", ThrottleCauses.None, ThrottleCauses.None)]
    [InlineData("1", ThrottleCauses.UnderVoltage, ThrottleCauses.UnderVoltage)]
    [InlineData("50005", ThrottleCauses.UnderVoltage | ThrottleCauses.Throttled, ThrottleCauses.UnderVoltage | ThrottleCauses.Throttled)]
    [InlineData("throttled=0x20000\n", ThrottleCauses.None, ThrottleCauses.FrequencyCapped)]
    [InlineData("0x80000", ThrottleCauses.None, ThrottleCauses.SoftTemperatureLimit)]
    [InlineData("a0002", ThrottleCauses.FrequencyCapped, ThrottleCauses.FrequencyCapped | ThrottleCauses.SoftTemperatureLimit)]
    [InlineData("fff0fff0", ThrottleCauses.None, ThrottleCauses.None)]
    public void Bits_are_told_apart(string text, ThrottleCauses now, ThrottleCauses occurred)
    {
        Assert.True(ThrottleState.TryParse(text, out ThrottleState state));
        Assert.Equal((now, occurred, occurred == ThrottleCauses.None), (state.Now, state.HasOccurred, state.IsClean));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("throttled=")]
    [InlineData("VCHI initialization failed")]
    [InlineData("123456789")]
    public void Other_texts_are_not_a_state(string? text) => Assert.False(ThrottleState.TryParse(text, out _));

    [Theory]
    [InlineData("/sys/bus/platform/drivers/raspberrypi-firmware/soc:firmware/get_throttled")]
    [InlineData("/sys/devices/platform/soc/soc:firmware/get_throttled")]
    [InlineData("/sys/devices/platform/soc@107c000000:firmware/get_throttled")]
    public void The_kernels_file_is_found_wherever_it_is_and_preferred(string file)
    {
        _tree.Write(file, "4\n").Write("/dev/vcio").Script("/usr/bin/vcgencmd", "echo throttled=0x1");

        ThrottleSensor sensor = ThrottleSensor.Find(Root)!;

        Assert.Equal(file, sensor.Source);
        Assert.Equal(ThrottleState.Of(0xF).Now, sensor.Knows);
        Assert.Equal(ThrottleCauses.Throttled, sensor.Read()!.Value.Now);
        _tree.Remove(file);
        Assert.Null(sensor.Read());
    }

    [Fact]
    public void The_program_is_asked_with_its_argument()
    {
        _tree.Write("/dev/vcio").Script("/usr/bin/vcgencmd", "[ \"$1\" = get_throttled ] && echo throttled=0x50000 && head -c 100000 /dev/zero >&2");

        var sensor = ThrottleSensor.Find(Root, TimeSpan.FromMinutes(1));

        Assert.Equal(ThrottleCauses.UnderVoltage | ThrottleCauses.Throttled, sensor!.Read()!.Value.HasOccurred);
        Assert.Equal(ThrottleState.Of(0xF).Now, sensor.Knows);
    }

    [Theory]
    [InlineData("exec sleep 600")]
    [InlineData("echo VCHI initialization failed; exit 1")]
    public void A_program_that_hangs_or_fails_gives_no_answer(string body)
    {
        _tree.Write("/dev/vcio").Script("/usr/bin/vcgencmd", body);

        Assert.Null(ThrottleSensor.Find(Root)!.Read());
    }

    [Fact]
    public void A_program_that_cannot_be_started_gives_no_answer()
    {
        _tree.Write("/dev/vcio").Write("/usr/bin/vcgencmd", "not a program");

        Assert.Null(ThrottleSensor.Find(Root)!.Read());
    }

    [Fact]
    public void Without_its_device_the_program_is_not_asked_but_the_voltage_alarm()
    {
        _tree.Script("/usr/bin/vcgencmd", "echo throttled=0x4").Write("/sys/class/hwmon/hwmon0/name", "cpu_thermal\n").Write("/sys/class/hwmon/hwmon1/name", "rpi_volt\n").Write("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");

        ThrottleSensor sensor = ThrottleSensor.Find(Root)!;

        Assert.Equal(new ThrottleState(ThrottleCauses.None, ThrottleCauses.UnderVoltage), sensor.Read());
        Assert.Equal(ThrottleCauses.UnderVoltage, sensor.Knows);
        _tree.Write("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
        Assert.Equal(default(ThrottleState), sensor.Read());
        _tree.Write("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "?");
        Assert.Null(sensor.Read());
    }

    [Fact]
    public void Elsewhere_there_is_no_sensor() => Assert.Null(ThrottleSensor.Find(Root));
}
