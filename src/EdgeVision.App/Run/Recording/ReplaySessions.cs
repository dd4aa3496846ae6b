using EdgeVision.App.Rules;
using EdgeVision.App.Run.Events;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Recording;

/// <summary><c>edgevision run --replay</c>: sessions of a folder, or one.</summary>
internal static class ReplaySessions
{
    /// <param name="path">A session's file, or a folder of them.</param>
    /// <param name="rulesFile">Other rules: what would have happened? <see langword="null"/>: does the same happen again?</param>
    /// <param name="style">How events are written.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="BadInputException">There is no session, or the same rules gave something else; says what.</exception>
    public static void Run(string path, string? rulesFile, EventStyle style, TextWriter output)
    {
        RuleSet? rules = rulesFile is null ? null : RulesFile.Load(rulesFile);
        foreach (string file in Files(path))
        {
            using var session = new SessionReader(file);
            var replay = new Replay(session, rules);
            if (rules is not null)
                Show(replay, WriterFor(style, output, session.Header));
            else if (replay.FindDifference() is { } difference)
                throw new BadInputException($"{file}: {difference}");
            if (style != EventStyle.Json)
                output.WriteLine($"{file}: {replay.Inputs} inputs, {replay.Actions} actions{(rules is null ? ", as recorded" : "")}");
        }
    }

    private static void Show(Replay replay, IEventWriter writer)
    {
        using (writer)
            replay.Write(writer);
    }

    private static string[] Files(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        string[] files = [.. Directory.GetFiles(path, "*" + SessionFormat.Extension).Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? files
            : throw new BadInputException($"{path}: no recorded session (*{SessionFormat.Extension}) is in this folder; 'run --record' writes them");
    }

    private static IEventWriter WriterFor(EventStyle style, TextWriter output, SessionHeader header)
    {
        var clock = new WallClock(header.StartedAt, header.Started);
        return style == EventStyle.Json ? new JsonEventWriter(output, clock) : new TextEventWriter(output, clock, status: null);
    }
}
