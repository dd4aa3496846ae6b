using System.CommandLine;
using System.Globalization;
using EdgeVision.App.Commands;
using EdgeVision.App.Run.Loop;
using EdgeVision.Devices.Cameras;

namespace EdgeVision.App.Run;

/// <summary>The options of <c>edgevision run</c>, and how they become settings.</summary>
internal sealed class RunOptions
{
    private readonly Option<string?> _camera = Text("--camera", "Where frames come from: " + CameraSpec.Syntax + ".", "camera");
    private readonly Option<string?> _model = new("--model", "-m")
    {
        Description = "The model: a .tflite file, its folder, or its name.",
        HelpName = "model",
    };
    private readonly Option<string?> _head = SharedOptions.Head();
    private readonly Option<string?> _board = SharedOptions.Board();
    private readonly Option<string?> _rules = Text("--rules", "What to look for and what to do; see docs/rules.md.", "rules.json");
    private readonly Option<string?> _pins = SharedOptions.Pins();
    private readonly Option<string?> _labels = SharedOptions.Labels();
    private readonly Option<string?> _preprocess = SharedOptions.Preprocess();
    private readonly Option<int> _threads = SharedOptions.Threads();
    private readonly Option<double?> _fps = Checked(new Option<double?>("--fps") { Description = "Most frames a second (default: the camera's rate).", HelpName = "n" }, "a number above 0, at most 1000", value => value is > 0 and <= 1000);
    private readonly Option<long?> _frames = Checked(
        new Option<long?>("--frames") { Description = "Stop after so many frames.", HelpName = "n" },
        "a whole number of at least 1",
        value => value >= 1);
    private readonly Option<string?> _for = Text("--for", "Stop after this time: 10s, 5m, 2h.", "time");
    private readonly Option<bool> _once = new("--once")
    {
        Description = "Every picture of a folder or video once; one frame of any other camera.",
    };
    private readonly Option<string?> _record = Text("--record", "Record the session into this folder, for --replay.", "folder");
    private readonly Option<string?> _replay =
        Text("--replay", "Run a recorded session, or a folder of them, through its rules again, or through others (--rules).", "folder");
    private readonly Option<string> _snapshots =
        Folder("--snapshots", "Where snapshots go; the oldest are deleted when there are too many.", "snapshots");
    private readonly Option<string> _teach = Folder("--teach", "Where pictures for training go.", "teach");
    private readonly Option<bool> _stats = new("--stats") { Description = "Print at the end how long everything took." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON document a line, also on a terminal." };
    private readonly Option<bool> _lines = new("--text") { Description = "Lines for people, also into a file or pipe." };

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All =>
        [_camera, _model, _head, _board, _rules, _pins, _labels, _preprocess, _threads, _fps, _frames, _for, _once, _record, _replay, _snapshots,
         _teach, _stats, _json, _lines];

    /// <summary>The session to replay, or <see langword="null"/>.</summary>
    public string? ReplayPath(ParseResult line) => line.GetValue(_replay);

    /// <summary>The rules file, or <see langword="null"/>.</summary>
    public string? RulesFile(ParseResult line) => line.GetValue(_rules);

    /// <summary>How events are printed.</summary>
    public EventStyle Style(ParseResult line, TextWriter output)
    {
        bool terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        if (line.GetValue(_json) || !(terminal || line.GetValue(_lines)))
            return EventStyle.Json;
        return terminal ? EventStyle.Terminal : EventStyle.Text;
    }

    /// <summary>Everything else.</summary>
    /// <exception cref="UsageException">An option is missing or not understood.</exception>
    public RunSettings Settings(ParseResult line, TextWriter output)
    {
        string camera = Required(line, _camera);
        bool once = line.GetValue(_once);
        return new RunSettings
        {
            Camera = once ? CameraText.Once(camera) : camera,
            Model = Required(line, _model),
            Rules = Required(line, _rules),
            Head = line.GetValue(_head),
            Board = line.GetValue(_board),
            Pins = line.GetValue(_pins),
            Labels = line.GetValue(_labels),
            Preprocess = line.GetValue(_preprocess),
            Threads = line.GetValue(_threads),
            Limits = new LoopLimits(
                line.GetValue(_fps), once && !CameraText.Ends(camera) ? 1 : line.GetValue(_frames), Time(line.GetValue(_for))),
            Record = line.GetValue(_record),
            Snapshots = line.GetValue(_snapshots)!,
            Teach = line.GetValue(_teach)!,
            Statistics = line.GetValue(_stats),
            Style = Style(line, output),
        };
    }

    private static string Required(ParseResult line, Option<string?> option) =>
        line.GetValue(option) ?? throw new UsageException($"run needs {option.Name} (or --replay); see 'edgevision run --help'");

    private static TimeSpan? Time(string? text)
    {
        if (text is null)
            return null;
        return DurationText.TryParse(text, out TimeSpan time)
            ? time
            : throw new UsageException($"--for takes a time such as 10s, 5m or 2h, not '{text}'");
    }

    private static Option<string?> Text(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
    };

    private static Option<string> Folder(string name, string description, string standard) =>
        new(name) { Description = description, HelpName = "folder", DefaultValueFactory = _ => standard };

    private static Option<T?> Checked<T>(Option<T?> option, string legal, Func<T, bool> isLegal)
        where T : struct, IParsable<T>
    {
        option.Validators.Add(result =>
        {
            // 0,5 would be read as 05: a comma between thousands
            if (result.Tokens.Count > 0
                && (result.Tokens[0].Value.Contains(',')
                    || !T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out T value) || !isLegal(value)))
            {
                result.AddError($"{option.Name} takes {legal}, not '{result.Tokens[0].Value}'");
            }
        });
        return option;
    }
}
