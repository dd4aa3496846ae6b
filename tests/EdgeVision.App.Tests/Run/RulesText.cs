namespace EdgeVision.App.Tests.Run;

/// <summary>Rules files for tests.</summary>
internal static class RulesText
{
    /// <summary>A lamp on GPIO17 while the picture is bright.</summary>
    public const string BrightLamp = """
        { "version": 1, "stale": { "after": "60s" },
          "outputs": { "lamp": { "pin": 17 } },
          "rules": [ { "name": "bright lamp", "when": { "label": "bright", "at_least": 0.6 }, "then": [ { "output": "lamp", "do": "on" } ] } ] }
        """;

    /// <summary>The same with other actions when it gets bright.</summary>
    public static string BrightDoes(string actions) => $$"""
        { "version": 1, "stale": { "after": "60s" },
          "rules": [ { "name": "bright", "when": { "label": "bright", "at_least": 0.6 }, "then": [ {{actions}} ] } ] }
        """;
}
