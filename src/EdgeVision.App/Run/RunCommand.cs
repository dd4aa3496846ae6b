using System.CommandLine;
using EdgeVision.App.Run.Loop;
using EdgeVision.App.Run.Recording;

namespace EdgeVision.App.Run;

/// <summary><c>edgevision run</c>: watch through a camera and drive pins.</summary>
internal static class RunCommand
{
    /// <summary>The status of a program that was ended by a second signal, as shells count it: 128 + SIGINT.</summary>
    private const int ForcedExit = 130;

    public static Command Create(TextWriter output)
    {
        var options = new RunOptions();
        var command =
            new Command("run", "Watch through a camera and drive pins when rules say so. Ctrl+C or SIGTERM ends it with every pin safe.");
        foreach (Option option in options.All)
            command.Add(option);
        command.SetAction(line =>
        {
            if (options.ReplayPath(line) is { } session)
                ReplaySessions.Run(session, options.RulesFile(line), options.Style(line, output), output);
            else
                Watch(options.Settings(line, output), output);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Watch(RunSettings settings, TextWriter output)
    {
        using var session = new RunSession(settings, new RunParts(), output);
        using var stop = new StopSignal();
        stop.ListenToSignals(() =>
        {
            session.ForceSafe();
            Environment.Exit(ForcedExit);
        });
        AppDomain.CurrentDomain.UnhandledException += MakeSafe;
        try
        {
            session.Run(stop);
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= MakeSafe;
        }

        // A thread that breaks ends the program: the pins come first.
        void MakeSafe(object sender, UnhandledExceptionEventArgs broken) => session.ForceSafe();
    }
}
