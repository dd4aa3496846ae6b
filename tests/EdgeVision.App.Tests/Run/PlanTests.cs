using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Run;

/// <summary>A run with a compiled plan sees what one with its model sees.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Also the probability at which a rule came on.</summary>
    [Fact]
    public void The_same_frames_cause_the_same_events()
    {
        string model = _folder.Write("brightness.tflite", BrightnessModel.ToTflite()), plan = _folder["brightness.plan"];
        Assert.Equal(ExitCodes.Success, Cli.Run("compile", model, "-o", plan).ExitCode);
        IReadOnlyList<string> expected = EventsWith(model);
        Assert.Contains(expected, line => line.Contains("\"level\":\"high\"", StringComparison.Ordinal));
        Assert.Equal(expected, EventsWith(plan));
    }

    private static IReadOnlyList<string> EventsWith(string model)
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp, settings => settings with { Model = model });
        run.Camera.Show(1, 0).Show(1, 0.52).Show(1, 0.56).Show(1, 0).Show(1, 0.7, 0.9).End();
        run.WaitForEnd();
        Assert.Null(run.Failure);
        return [.. run.Events.Select(WithoutTime)];
    }

    private static string WithoutTime(JsonElement line)
    {
        JsonObject members = JsonObject.Create(line)!;
        Assert.True(members.Remove("time"));
        return members.ToJsonString();
    }
}
