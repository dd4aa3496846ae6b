using EdgeVision.Model;
using EdgeVision.Runtime;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

public class CommandLineTests
{
    public static TheoryData<string> Commands => [.. Program.CommandNames];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_explains_itself(string command)
    {
        Cli help = Cli.Run(command, "--help");
        Assert.Equal(ExitCodes.Success, help.ExitCode);
        Assert.Contains("Usage:", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("<>", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_asked_for_by_any_of_its_names_wherever_they_stand()
    {
        var help = new System.CommandLine.Help.HelpOption();
        Assert.Equal(help.Aliases.Append(help.Name).Order(StringComparer.Ordinal), Program.HelpWords.Order(StringComparer.Ordinal));
        string all = Cli.Run("--help").Output, one = Cli.Run("classify", "--help").Output, nested = Cli.Run("models", "pull", "--help").Output;
        Assert.All(Program.HelpWords, word =>
        {
            Assert.Equal(all, Cli.Run(word).Output);
            Assert.Equal(one, Cli.Run("classify", word).Output);
            Assert.Equal(one, Cli.Run("classify", "photo.png", "--model", "m", word).Output);
            Assert.Equal(one, Cli.Run("classify", word, "photo.png", "--model", "m").Output);
            Assert.Equal(nested, Cli.Run("models", "pull", word).Output);
        });
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_readme_names_every_command(string command) =>
        Assert.Contains($"| `{command} ", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);

    [Fact]
    public void The_readme_lists_exactly_the_supported_operators()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md"));
        string list = readme.Split("## What is supported")[1].Split(';')[0];
        string[] named = [.. list.Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        Assert.Equal(OperatorRegistry.Supported.Select(code => code.SchemaName()).Order(StringComparer.Ordinal), named);
    }

    [Fact]
    public void The_readme_shows_the_command_that_the_tests_run() =>
        Assert.Contains("run --camera images:boards/host/photos --board host --model person_mobilenet_v1_0.25_96 --rules boards/host/story/rules.json --once", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);

    [Theory]
    [InlineData("clasify", "there is no command 'clasify'; did you mean 'classify'? see 'edgevision --help'")]
    [InlineData("levitate", "there is no command 'levitate'; see 'edgevision --help'")]
    public void An_unknown_command_is_one_line(string command, string message) =>
        Cli.Run(command, "photo.jpg").AssertFails(ExitCodes.Usage, message);

    [Theory]
    [InlineData("after '--rules'", "run", "--camera", "synthetic", "--model", "m", "--rules", "")]
    [InlineData("after 'classify'", "classify", "", "--model", "m")]
    [InlineData("at the beginning", "", "classify")]
    public void An_empty_argument_is_wrong_usage(string place, params string[] args) =>
        Cli.Run(args).AssertFails(ExitCodes.Usage, "there is an empty argument " + place, "variable");

    [Theory]
    [InlineData("--model", "classify", "photo.png")]
    [InlineData("fly", "fly")]
    [InlineData("--threads", "bench", "model.tflite", "--threads", "0")]
    [InlineData("from 1 to 64, not '65'", "inspect", "model.tflite", "--threads", "65")]
    [InlineData("--threads", "bench", "model.tflite", "--threads", "1,x")]
    [InlineData("--threads takes whole numbers", "bench", "model.tflite", "--threads", "1,,2")]
    [InlineData("--threads takes a whole number", "classify", "photo.png", "--model", "m", "--threads", "1,2")]
    [InlineData("--threads", "eval", "m", "--images", "d", "--labels", "l", "--threads", "-1")]
    [InlineData("--threads", "run", "--threads", "many")]
    [InlineData("--runs", "bench", "model.tflite", "--runs", "0")]
    [InlineData("--top", "classify", "photo.png", "--model", "m", "--top", "many")]
    [InlineData("--class-offset", "eval", "m", "--images", "d", "--labels", "l", "--class-offset", "2")]
    public void Wrong_usage_exits_with_2_and_says_what(string named, params string[] args)
    {
        Cli run = Cli.Run(args);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.All(run.Error.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("edgevision: ", line, StringComparison.Ordinal));
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_model_exits_with_3() =>
        Cli.Run("inspect", "nowhere.tflite").AssertFails(ExitCodes.BadInput, "nowhere.tflite", "no such file");

    [Fact]
    public void A_damaged_model_exits_with_3()
    {
        using var folder = new TempFolder();
        Cli.Run("inspect", folder.Write("bad.tflite", "not a model")).AssertFails(ExitCodes.BadInput, "bad.tflite");
    }

    [Fact]
    public void Damaged_facts_beside_a_model_exit_with_3()
    {
        using var folder = new TempFolder();
        folder.Write("model.tflite", SmallModels.MeanColour(2));
        folder.Write("model.json", "{\n\"notice\": 1\n}");
        Cli.Run("inspect", Path.GetDirectoryName(folder["x"])!).AssertFails(ExitCodes.BadInput, "model.json", "line 2");
    }
}
