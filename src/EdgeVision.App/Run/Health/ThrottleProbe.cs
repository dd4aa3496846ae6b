using EdgeVision.Devices.Health;

namespace EdgeVision.App.Run.Health;

/// <summary>What the Raspberry Pi's firmware complains about now: a weak supply or heat; elsewhere nothing is known.</summary>
/// <param name="root">The machine.</param>
internal sealed class ThrottleProbe(SystemRoot root) : IHealthProbe
{
    private readonly ThrottleSensor? _sensor = ThrottleSensor.Find(root);

    public string Name => "supply and speed";

    public string? Look()
    {
        ThrottleCauses now = _sensor?.Read()?.Now ?? ThrottleCauses.None;
        if (now.HasFlag(ThrottleCauses.UnderVoltage))
            return "the supply voltage is too low; use a stronger supply or a shorter cable";
        return now == ThrottleCauses.None
            ? null
            : "the firmware has slowed the processor down; give it air or a heat sink, or choose fewer frames with --fps";
    }
}
