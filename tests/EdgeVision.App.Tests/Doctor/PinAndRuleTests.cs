using EdgeVision.Devices.Pins;

namespace EdgeVision.App.Tests.Doctor;

public sealed class PinAndRuleTests : IDisposable
{
    private const string Rules = """
        { "version": 1,
          "inputs": { "arm": { "pin": 23, "use": "arm" } },
          "outputs": { "lamp": { "pin": "pin:11", "safe": "off" } },
          "rules": [ { "name": "red lamp", "when": { "label": "red", "at_least": 0.7 }, "then": [ { "output": "lamp", "do": "on" } ] } ] }
        """;

    private readonly FakeMachine _machine = FakeMachine.Of("raspberry-pi-4b");
    private readonly TempFolder _files = new();

    public void Dispose()
    {
        _machine.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Free_pins_of_sound_rules_are_in_order()
    {
        string model = _files.Write("m.tflite", SmallModels.MeanColour(8, labels: ["red", "green", "blue"])), rules = _files.Write("r.json", Rules);

        DoctorAnswer answer = _machine.Examine("--model", model, "--rules", rules);

        Assert.Empty(answer.Complaints);
        answer.AssertSays("pins GPIO17 ok", "output 'lamp': free");
        answer.AssertSays("pins GPIO23 ok", "input 'arm': free");
        answer.AssertSays("rules file ok", "1 rules, 1 outputs, 1 inputs");
        answer.AssertSays("pins header ok", "free");
    }

    [Fact]
    public void Without_a_model_labels_are_not_checked_and_that_is_said() =>
        _machine.Examine("--rules", _files.Write("r.json", Rules)).AssertOnly("rules file note", "labels were not checked", "--model");

    [Fact]
    public void A_held_pin_is_a_problem_that_names_the_holder()
    {
        _machine.Pins.RequestOutputs([new OutputRequest(17, PinLevel.Low)], "fan-control");

        DoctorAnswer answer = _machine.Examine("--rules", _files.Write("r.json", Rules));

        answer.AssertSays("pins GPIO17 problem", "output 'lamp': held by 'fan-control'", "choose another pin");
        answer.AssertSays("pins header ok", "GPIO17 is held by 'fan-control'");
        Assert.Equal(ExitCodes.Device, answer.Cli.ExitCode);
    }

    [Fact]
    public void A_pin_that_this_program_holds_is_a_note()
    {
        _machine.Pins.RequestOutputs([new OutputRequest(17, PinLevel.Low)], "edgevision");

        _machine.Examine("--rules", _files.Write("r.json", Rules)).AssertSays("pins GPIO17 note", "running edgevision", "systemctl stop");
    }

    [Fact]
    public void Every_mistake_of_the_rules_has_its_line()
    {
        string rules = _files.Write("r.json", Rules.Replace("\"red\"", "\"rot\"", StringComparison.Ordinal).Replace("23", "99", StringComparison.Ordinal));
        string model = _files.Write("m.tflite", SmallModels.MeanColour(8, labels: ["red", "green", "blue"]));

        DoctorAnswer answer = _machine.Examine("--model", model, "--rules", rules);

        Assert.Equal(["rules file problem", "rules file problem"], answer.Complaints);
        Assert.Equal([true, true], answer.Findings.Where(finding => finding.Area == "rules").Select((finding, i) => finding.Found.StartsWith($"{rules}:{(i == 0 ? 2 : 4)}:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Rules_that_cannot_be_read_are_a_problem()
    {
        _machine.Examine("--rules", _files["missing.json"]).AssertOnly("rules file problem", "missing.json");
        _machine.Examine("--rules", _files.Write("r.json", "nonsense")).AssertSays("rules file problem", "r.json:1:");
        _machine.Examine("--rules", _files.Write("long.json", new string(' ', (1 << 20) + 1))).AssertOnly("rules file problem", "more than 1,048,576 bytes");
    }

    [Fact]
    public void A_chip_that_may_not_be_opened_names_the_group()
    {
        _machine.Tree.Deny("/dev/gpiochip0");
        _machine.Examine().AssertOnly("pins permission problem", "/dev/gpiochip0", "usermod -aG gpio");
        _machine.Environment["INVOCATION_ID"] = "8f";
        _machine.Environment["NOTIFY_SOCKET"] = "@n";
        _machine.Examine().AssertOnly("pins permission problem", "SupplementaryGroups=gpio", "DeviceAllow=char-gpiochip rw");
    }

    [Fact]
    public void A_missing_chip_is_a_problem_with_the_banks_own_advice()
    {
        _machine.Machine = _machine.Machine with { OpenPins = _ => throw new PinChipMissingException("no chip is labelled 'x', there are y; is this the board?") };

        _machine.Examine().AssertOnly("pins chip problem", "no chip is labelled 'x', there are y -> is this the board?");
    }

    [Theory]
    [InlineData("#dtparam=strict_gpiod", "note")]
    [InlineData("dtparam=strict_gpiod", "ok")]
    [InlineData(" dtparam = strict_gpiod=on", "ok")]
    [InlineData("dtparam=strict_gpiod=off", "note")]
    public void What_happens_to_released_pins_is_told(string line, string state)
    {
        _machine.Tree.Write("/boot/firmware/config.txt", $"[all]\n{line}\n");

        _machine.Examine().AssertSays($"pins release {state}");
    }
}
