using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using EdgeVision.App.Run.Events;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Actions;

/// <summary>A program to start.</summary>
internal readonly record struct ProgramCall(CommandSpec Spec, Cause Cause);

/// <summary>
/// Runs the programs of rules: without a shell, with the cause in environment variables, killed with all its children when it takes too
/// long or this program ends. What it prints is thrown away, but for the end of its error output when it fails.
/// </summary>
internal sealed class ChildProgram(EventLog events)
{
    private const int KeptError = 200;

    /// <summary>Runs one; blocks until it is done.</summary>
    public void Run(ProgramCall call, CancellationToken stop)
    {
        string? problem = Try(call, stop);
        events.Tell(new RunEvent(problem is null ? RunEventKind.ActionDone : RunEventKind.ActionFailed, Devices.MonotonicClock.Nanoseconds)
        {
            Rule = call.Cause.Rule,
            Message = problem is null ? $"{call.Spec.Run[0]} ran" : $"{call.Spec.Run[0]}: {problem}",
        });
    }

    private static string? Try(ProgramCall call, CancellationToken stop)
    {
        var start = new ProcessStartInfo(call.Spec.Run[0], call.Spec.Run.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["EDGEVISION_RULE"] = call.Cause.Rule;
        start.Environment["EDGEVISION_LABEL"] = call.Cause.Label;
        start.Environment["EDGEVISION_PROBABILITY"] = call.Cause.Probability.ToString("F4", CultureInfo.InvariantCulture);
        try
        {
            using Process process = Process.Start(start)!;
            return Wait(process, call.Spec.Timeout, stop);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            return $"it cannot be started: {failure.Message}";
        }
    }

    // What sudo starts belongs to another user.
    private static bool TryKill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            return true;
        }
        catch (Exception failure) when (failure is Win32Exception or AggregateException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string? Wait(Process process, TimeSpan timeout, CancellationToken stop)
    {
        string error = "";
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => error = line.Data is { Length: > 0 } text
            ? text[..Math.Min(KeptError, text.Length)]
            : error;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        try
        {
            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
            return process.ExitCode == 0 ? null : $"it ended with {process.ExitCode}{(error.Length > 0 ? ": " : "")}{error}";
        }
        catch (OperationCanceledException)
        {
            string end = TryKill(process) ? "killed" : "cannot be killed";
            stop.ThrowIfCancellationRequested();
            return $"{end}, because it took longer than {timeout.TotalSeconds:0.#} s";
        }
    }
}
