using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeVision.Devices.Linux;
using EdgeVision.Devices.Pins.CharacterDevice;

namespace EdgeVision.Devices.Tests.Pins;

/// <summary>The C compiler's view of <c>linux/gpio.h</c> against ours.</summary>
public unsafe class GpioAbiTests
{
    private const string Header = "/usr/include/linux/gpio.h";

    [GccFact]
    public void Structures_and_request_codes_are_those_of_the_kernel_header()
    {
        (string Expression, long Ours)[] facts = [.. Sizes(), .. Offsets(), .. Codes(), .. Constants()];
        Assert.True(facts.Length > 40);
        string[] theirs = Compile(facts.Select(fact => fact.Expression));
        Assert.Equal(facts.Select(fact => $"{fact.Expression} {fact.Ours}"), facts.Select((fact, i) => $"{fact.Expression} {theirs[i]}"));
    }

    private static IEnumerable<(string Expression, long Ours)> Sizes() =>
    [
        ("sizeof(struct gpiochip_info)", Unsafe.SizeOf<GpioChipInfo>()),
        ("sizeof(struct gpio_v2_line_values)", Unsafe.SizeOf<GpioLineValues>()),
        ("sizeof(struct gpio_v2_line_attribute)", Unsafe.SizeOf<GpioLineAttribute>()),
        ("sizeof(struct gpio_v2_line_config_attribute)", Unsafe.SizeOf<GpioConfigAttribute>()),
        ("sizeof(struct gpio_v2_line_config)", Unsafe.SizeOf<GpioLineConfig>()),
        ("sizeof(struct gpio_v2_line_request)", Unsafe.SizeOf<GpioLineRequest>()),
        ("sizeof(struct gpio_v2_line_info)", Unsafe.SizeOf<GpioLineInfo>()),
        ("sizeof(struct gpio_v2_line_event)", Unsafe.SizeOf<GpioLineEvent>()),
    ];

    private static IEnumerable<(string Expression, long Ours)> Offsets()
    {
        GpioChipInfo chip = default;
        GpioLineValues values = default;
        GpioLineAttribute attribute = default;
        GpioConfigAttribute configAttribute = default;
        GpioLineConfig config = default;
        GpioLineRequest request = default;
        GpioLineInfo info = default;
        GpioLineEvent happened = default;
        return
        [
            ("offsetof(struct gpiochip_info, name)", Offset(&chip, &chip.Name)),
            ("offsetof(struct gpiochip_info, label)", Offset(&chip, &chip.Label)),
            ("offsetof(struct gpiochip_info, lines)", Offset(&chip, &chip.Lines)),
            ("offsetof(struct gpio_v2_line_values, bits)", Offset(&values, &values.Bits)),
            ("offsetof(struct gpio_v2_line_values, mask)", Offset(&values, &values.Mask)),
            ("offsetof(struct gpio_v2_line_attribute, id)", Offset(&attribute, &attribute.Id)),
            ("offsetof(struct gpio_v2_line_attribute, values)", Offset(&attribute, &attribute.Value)),
            ("offsetof(struct gpio_v2_line_config_attribute, attr)", Offset(&configAttribute, &configAttribute.Attribute)),
            ("offsetof(struct gpio_v2_line_config_attribute, mask)", Offset(&configAttribute, &configAttribute.Mask)),
            ("offsetof(struct gpio_v2_line_config, flags)", Offset(&config, &config.Flags)),
            ("offsetof(struct gpio_v2_line_config, num_attrs)", Offset(&config, &config.AttributeCount)),
            ("offsetof(struct gpio_v2_line_config, attrs)", Offset(&config, &config.Attributes)),
            ("offsetof(struct gpio_v2_line_request, offsets)", Offset(&request, &request.Offsets)),
            ("offsetof(struct gpio_v2_line_request, consumer)", Offset(&request, &request.Consumer)),
            ("offsetof(struct gpio_v2_line_request, config)", Offset(&request, &request.Config)),
            ("offsetof(struct gpio_v2_line_request, num_lines)", Offset(&request, &request.LineCount)),
            ("offsetof(struct gpio_v2_line_request, event_buffer_size)", Offset(&request, &request.EventBufferSize)),
            ("offsetof(struct gpio_v2_line_request, fd)", Offset(&request, &request.FileDescriptor)),
            ("offsetof(struct gpio_v2_line_info, name)", Offset(&info, &info.Name)),
            ("offsetof(struct gpio_v2_line_info, consumer)", Offset(&info, &info.Consumer)),
            ("offsetof(struct gpio_v2_line_info, offset)", Offset(&info, &info.Offset)),
            ("offsetof(struct gpio_v2_line_info, num_attrs)", Offset(&info, &info.AttributeCount)),
            ("offsetof(struct gpio_v2_line_info, flags)", Offset(&info, &info.Flags)),
            ("offsetof(struct gpio_v2_line_info, attrs)", Offset(&info, &info.Attributes)),
            ("offsetof(struct gpio_v2_line_event, timestamp_ns)", Offset(&happened, &happened.TimestampNanoseconds)),
            ("offsetof(struct gpio_v2_line_event, id)", Offset(&happened, &happened.Id)),
            ("offsetof(struct gpio_v2_line_event, offset)", Offset(&happened, &happened.Offset)),
            ("offsetof(struct gpio_v2_line_event, seqno)", Offset(&happened, &happened.SequenceNumber)),
            ("offsetof(struct gpio_v2_line_event, line_seqno)", Offset(&happened, &happened.LineSequenceNumber)),
        ];
    }

    private static IEnumerable<(string Expression, long Ours)> Codes() =>
    [
        ("GPIO_GET_CHIPINFO_IOCTL", GpioRequestCodes.ChipInfo),
        ("GPIO_V2_GET_LINEINFO_IOCTL", GpioRequestCodes.LineInfo),
        ("GPIO_V2_GET_LINE_IOCTL", GpioRequestCodes.RequestLines),
        ("GPIO_V2_LINE_GET_VALUES_IOCTL", GpioRequestCodes.GetValues),
        ("GPIO_V2_LINE_SET_VALUES_IOCTL", GpioRequestCodes.SetValues),
    ];

    private static IEnumerable<(string Expression, long Ours)> Constants() =>
    [
        ("GPIO_V2_LINE_FLAG_USED", (long)GpioLineFlags.Used),
        ("GPIO_V2_LINE_FLAG_INPUT", (long)GpioLineFlags.Input),
        ("GPIO_V2_LINE_FLAG_OUTPUT", (long)GpioLineFlags.Output),
        ("GPIO_V2_LINE_FLAG_EDGE_RISING", (long)GpioLineFlags.EdgeRising),
        ("GPIO_V2_LINE_FLAG_EDGE_FALLING", (long)GpioLineFlags.EdgeFalling),
        ("GPIO_V2_LINE_FLAG_BIAS_PULL_UP", (long)GpioLineFlags.BiasPullUp),
        ("GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN", (long)GpioLineFlags.BiasPullDown),
        ("GPIO_V2_LINE_FLAG_BIAS_DISABLED", (long)GpioLineFlags.BiasDisabled),
        ("GPIO_V2_LINE_ATTR_ID_FLAGS", (long)GpioAttributeId.Flags),
        ("GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES", (long)GpioAttributeId.OutputValues),
        ("GPIO_V2_LINE_ATTR_ID_DEBOUNCE", (long)GpioAttributeId.Debounce),
        ("GPIO_V2_LINE_EVENT_RISING_EDGE", (long)GpioEventId.RisingEdge),
        ("GPIO_V2_LINE_EVENT_FALLING_EDGE", (long)GpioEventId.FallingEdge),
        ("GPIO_V2_LINES_MAX", EdgeVision.Devices.Pins.PinRequestRules.MaxPins),
        ("GPIO_V2_LINE_NUM_ATTRS_MAX", GpioConfigAttributes.Size),
        ("GPIO_MAX_NAME_SIZE", GpioText.Size),
        ("EPERM", Errno.NotPermitted),
        ("ENOENT", Errno.NoEntry),
        ("EINTR", Errno.Interrupted),
        ("EACCES", Errno.AccessDenied),
        ("EBUSY", Errno.Busy),
        ("ENODEV", Errno.NoDevice),
        ("EINVAL", Errno.Invalid),
        ("ENOTTY", Errno.NotATerminal),
    ];

    private static long Offset(void* structure, void* field) => (byte*)field - (byte*)structure;

    private static string[] Compile(IEnumerable<string> expressions)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("edgevision-gpio-abi-");
        try
        {
            var source = new StringBuilder("#include <errno.h>\n#include <stddef.h>\n#include <stdio.h>\n#include <sys/ioctl.h>\n#include <linux/gpio.h>\nint main(void)\n{\n");
            foreach (string expression in expressions)
                source.Append($"  printf(\"%lld\\n\", (long long)({expression}));\n");
            File.WriteAllText(Path.Combine(folder.FullName, "abi.c"), source.Append("}\n").ToString());
            Run("gcc", folder.FullName, "abi.c", "-o", "abi");
            return Run(Path.Combine(folder.FullName, "abi"), folder.FullName).TrimEnd('\n').Split('\n');
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(string program, string folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private sealed class GccFactAttribute : FactAttribute
    {
        public GccFactAttribute()
        {
            bool gcc = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "gcc")));
            if (!gcc || !File.Exists(Header))
                Skip = $"needs gcc and {Header} (Debian: gcc, linux-libc-dev)";
        }
    }
}
