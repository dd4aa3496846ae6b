using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using EdgeVision.App.Benchmarking.Measurements;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Benchmarking.Measurements;

public sealed class MeasurementFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakePi _pi = new();

    public void Dispose()
    {
        _folder.Dispose();
        _pi.Dispose();
    }

    [Fact]
    public void A_report_is_read_as_it_was_written()
    {
        string file = Written();

        MeasurementReport report = MeasurementFile.Read(file);

        Assert.True(report.Full);
        Assert.True(report.Verdict.Valid);
        Assert.Empty(report.Unknown);
        Assert.Equal(File.ReadAllText(file), JsonSerializer.Serialize(report, MeasurementJson.Strict.MeasurementReport) + "\n");
    }

    [Fact]
    public void What_the_machine_does_not_tell_is_null_and_listed()
    {
        _pi.Tree.Remove("/proc/device-tree").Remove("/sys/class/thermal").Remove($"{FakePi.Frequency(2)}/cpuinfo_min_freq");

        MeasurementReport report = MeasurementFile.Read(Written());

        Assert.Equal(
            ["board.model", "board.revision", "before.clocks.2.minimum_khz", "before.celsius", "during.max_celsius", "after.clocks.2.minimum_khz", "after.celsius"],
            report.Unknown);
        Assert.False(report.Verdict.Valid);
    }

    [Fact]
    public void Order_and_white_space_do_not_matter()
    {
        var document = (JsonObject)JsonNode.Parse(File.ReadAllText(Written()))!;
        var turned = new JsonObject(document.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

        Assert.True(MeasurementFile.Read(_folder.Write("turned.json", turned.ToJsonString())).Verdict.Valid);
    }

    [Fact]
    public void The_checksum_can_be_had_with_other_tools()
    {
        JsonElement document = JsonDocument.Parse("""{ "b": [1.50, null, true, "\u00e4/"], "checksum": "x", "a": { "z": {}, "y": -2e3 } }""").RootElement;
        byte[] canonical = Encoding.UTF8.GetBytes("""{"a":{"y":-2e3,"z":{}},"b":[1.50,null,true,"\u00E4/"]}""");

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(canonical)), CanonicalJson.Sha256(document, "checksum"));
    }

    [Fact]
    public void Every_change_of_a_value_is_noticed()
    {
        JsonNode document = JsonNode.Parse(File.ReadAllText(Written(seconds: 60)))!;
        int changes = 0;
        foreach (JsonValue leaf in Leaves(document).ToArray())
        {
            JsonNode kept = leaf.DeepClone();
            JsonNode other = leaf.GetValueKind() switch
            {
                JsonValueKind.String => JsonValue.Create(leaf.GetValue<string>() + "0"),
                JsonValueKind.Number => JsonValue.Create(leaf.GetValue<JsonElement>().GetDouble() + 1),
                _ => JsonValue.Create(!leaf.GetValue<bool>()),
            };
            leaf.ReplaceWith(other);
            Assert.Throws<BadInputException>(() => MeasurementFile.Read(_folder.Write("changed.json", document.ToJsonString())));
            other.ReplaceWith(kept);
            changes++;
        }

        Assert.True(changes > 60);
        Assert.False(MeasurementFile.Read(_folder.Write("changed.json", document.ToJsonString())).Verdict.Valid); // the undone changes left nothing
    }

    [Theory]
    [InlineData("valid")]
    [InlineData("reasons")]
    public void A_verdict_that_does_not_follow_is_noticed_even_with_a_new_checksum(string member)
    {
        MeasurementReport report = MeasurementReport.Of(_pi.Measure(seconds: 60));
        Verdict wrong = member == "valid" ? report.Verdict with { Valid = true } : report.Verdict with { Reasons = [] };
        AssertInconsistent(report with { Verdict = wrong });
    }

    [Fact]
    public void A_run_that_calls_itself_full_is_noticed() =>
        AssertInconsistent(MeasurementReport.Of(_pi.Measure(seconds: 60)) with { Full = true });

    [Fact]
    public void Unknown_values_that_are_kept_silent_are_noticed()
    {
        _pi.Tree.Remove("/proc/device-tree");

        AssertInconsistent(MeasurementReport.Of(_pi.Measure()) with { Unknown = [] });
    }

    [Theory]
    [InlineData("", "not a report")]
    [InlineData("[]", "schema")]
    [InlineData("{}", "schema")]
    [InlineData("""{"schema":"1"}""", "not a report")]
    [InlineData("""{"schema":2}""", "schema 2", "knows 1")]
    [InlineData("""{"schema":1}""", "measurement")]
    [InlineData("""{"schema":1,"schema":1}""", "not a report")]
    public void Other_files_are_refused(string text, params string[] words)
    {
        Cli.Run("bench", "--check-report", _folder.Write("other.json", text)).AssertFails(ExitCodes.BadInput, ["other.json", .. words]);
    }

    [Theory]
    [InlineData("\"threads\": 4", "\"threads\": 4, \"more\": 1")]
    [InlineData("\"threads\": 4,", "")]
    [InlineData("\"ondemand\"", "null")]
    [InlineData("\"minutes\": [", "\"minutes\": [ null,")]
    [InlineData("\"reasons\": []", "\"reasons\": null")]
    [InlineData("\"features\": [", "\"features\": [ null,")]
    [InlineData("\"schema\": 1,", "\"schema\": 1, \"deep\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],")]
    public void Reports_with_gaps_or_more_are_refused(string found, string instead)
    {
        string text = File.ReadAllText(Written());
        Assert.Contains(found, text, StringComparison.Ordinal);

        Cli.Run("bench", "--check-report", _folder.Write("wrong.json", text.Replace(found, instead, StringComparison.Ordinal)))
            .AssertFails(ExitCodes.BadInput, "wrong.json", "not a report");
    }

    [Fact]
    public void A_report_without_minutes_is_refused()
    {
        MeasurementReport empty = MeasurementReport.Of(_pi.Measure(seconds: 60) with { Minutes = [] });
        MeasurementFile.Write(_folder["empty.json"], empty);

        Cli.Run("bench", "--check-report", _folder["empty.json"]).AssertFails(ExitCodes.BadInput, "empty.json", "no minutes");
    }

    [Fact]
    public void A_huge_file_is_not_read()
    {
        using (FileStream file = File.Create(_folder["huge.json"]))
            file.SetLength(1L << 33);

        Cli.Run("bench", "--check-report", _folder["huge.json"]).AssertFails(ExitCodes.BadInput, "huge.json", "more than");
    }

    [Fact]
    public void Damaged_reports_are_refused_without_an_accident()
    {
        byte[] whole = File.ReadAllBytes(Written(seconds: 60));
        var random = new Prng(20261121);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 3); i > 0; i--)
                damaged[random.Next(0, damaged.Length - 1)] = (byte)random.Next(0, 255);
            if (round % 4 == 0)
                damaged = damaged[..random.Next(0, damaged.Length - 1)];
            try
            {
                MeasurementFile.Read(_folder.Write("damaged.json", damaged));
            }
            catch (BadInputException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1500, 2000); // the others changed white space only
    }

    [Fact]
    public void The_schema_in_the_documentation_is_that_of_the_code()
    {
        string schema = MeasurementJson.Strict.Options.GetJsonSchemaAsNode(typeof(MeasurementReport), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true })
            .ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";

        Assert.Equal(schema, File.ReadAllText(Repository.PathOf("docs", "measurements", "measurement.schema.json")));
    }

    [Fact]
    public void Measurements_that_people_sent_in_are_unchanged_and_valid()
    {
        MeasurementFile.Write(_folder["short.json"], MeasurementReport.Of(_pi.Measure(seconds: 60)));
        Written();
        Assert.Equal(["short.json"], NotValid(_folder.Root));

        Assert.Empty(NotValid(Repository.PathOf("docs", "measurements")));
    }

    private static IEnumerable<string> NotValid(string folder) =>
        Directory.EnumerateFiles(folder, "*.json").Where(file => !file.EndsWith(".schema.json", StringComparison.Ordinal))
            .Where(file => !MeasurementFile.Read(file).Verdict.Valid).Select(file => Path.GetFileName(file));

    private void AssertInconsistent(MeasurementReport report)
    {
        JsonElement document = JsonSerializer.SerializeToElement(report, MeasurementJson.Strict.MeasurementReport);
        MeasurementFile.Write(_folder["wrong.json"], report with { Checksum = CanonicalJson.Sha256(document, MeasurementJson.ChecksumName) });

        Cli.Run("bench", "--check-report", _folder["wrong.json"]).AssertFails(ExitCodes.BadInput, "wrong.json", "does not follow");
    }

    private string Written(int seconds = Verdict.FullSeconds)
    {
        MeasurementFile.Write(_folder["report.json"], MeasurementReport.Of(_pi.Measure(seconds)));
        return _folder["report.json"];
    }

    private static IEnumerable<JsonValue> Leaves(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value)),
        JsonArray items => items.SelectMany(Leaves),
        JsonValue value => [value],
        _ => [],
    };
}
