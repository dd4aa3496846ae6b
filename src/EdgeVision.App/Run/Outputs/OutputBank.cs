using EdgeVision.Devices.Pins;
using EdgeVision.Triggers.Rules;
using RuleOutput = EdgeVision.Triggers.Rules.Output;

namespace EdgeVision.App.Run.Outputs;

/// <summary>
/// The outputs of the rules, on pins. The loop drives them; anybody may make them all safe and lock the loop out, without waiting for
/// a lock that a loop which hangs could hold.
/// </summary>
internal sealed class OutputBank : IDisposable
{
    /// <summary>How long servos get to reach their safe angle before the pulses end.</summary>
    private static readonly TimeSpan ServoTime = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyList<RuleOutput> _outputs;
    private readonly IOutputPins? _pins;
    private readonly OutputDriver[] _drivers = [];
    private readonly double[] _values;
    private volatile bool _lockedOut;
    private volatile bool _settled = true;
    private bool _disposed;

    /// <summary>Takes the pins, each at its safe level from the first moment.</summary>
    /// <exception cref="PinException">They cannot be had.</exception>
    public OutputBank(IPinBank bank, RuleSet rules, BoardPins board)
    {
        _outputs = rules.Outputs;
        Numbers = [.. _outputs.Select(output => board.Resolve(output.Pin))];
        _values = [.. _outputs.Select(output => output.Safe)];
        if (_outputs.Count == 0)
            return;
        _pins = bank.RequestOutputs([.. _outputs.Select((output, i) => new OutputRequest(Numbers[i], OutputDriver.RestLevel(output)))],
            PinConsumer.Name);
        _drivers = [.. _outputs.Select((output, i) => OutputDriver.For(output, _pins[i]))];
        MakeSafe();
    }

    /// <summary>The BCM number of each output.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>What each output does.</summary>
    public IReadOnlyList<RuleOutput> Outputs => _outputs;

    /// <summary>What each output was told last.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Whether only safe values are possible at the moment.</summary>
    public bool IsLockedOut => _lockedOut;

    /// <summary>Drives an output, unless locked out.</summary>
    /// <returns>Whether it was driven.</returns>
    /// <exception cref="PinException">The kernel refused.</exception>
    public bool Apply(int output, double value)
    {
        if (_lockedOut)
            return false;
        Drive(output, value);
        // Locked out while the pin was being written: whoever did that may have written before this thread did.
        if (_lockedOut)
            Drive(output, _outputs[output].Safe);
        return !_lockedOut;
    }

    /// <summary>Makes every output safe and ignores <see cref="Apply"/> until <see cref="TryUnlock"/>; for any thread.</summary>
    public void LockOut()
    {
        _settled = false;
        _lockedOut = true;
        Interlocked.MemoryBarrier();
        MakeSafe();
        _settled = true;
    }

    /// <summary>Lets the loop drive again, once whoever locked it out has made everything safe.</summary>
    /// <returns>Whether the loop may drive.</returns>
    public bool TryUnlock()
    {
        if (_settled)
            _lockedOut = false;
        return !_lockedOut;
    }

    /// <summary>Makes every output safe, ends waveforms, and gives the pins back.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        LockOut();
        if (_outputs.Any(output => output.Kind == OutputKind.Servo))
            Thread.Sleep(ServoTime);
        foreach (OutputDriver driver in _drivers)
            Try(driver.Dispose);
        _pins?.Dispose();
    }

    // An output whose pin is gone must not keep the others from becoming safe.
    private void MakeSafe()
    {
        for (int i = 0; i < _drivers.Length; i++)
        {
            int output = i;
            Try(() => Drive(output, _outputs[output].Safe));
        }
    }

    private void Drive(int output, double value)
    {
        _drivers[output].Apply(value);
        _values[output] = value;
        Interlocked.MemoryBarrier();
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception gone) when (gone is PinException or ObjectDisposedException)
        {
            // Nothing else can be done for this pin; the resistor on the board decides now.
        }
    }
}
