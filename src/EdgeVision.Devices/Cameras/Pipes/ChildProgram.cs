using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Cameras.Pipes;

/// <summary>A program that writes frames to its standard output.</summary>
internal sealed class ChildProgram : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PrintLimit = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly MessageTail _messages;

    private ChildProgram(string path, Process process)
    {
        _process = process;
        Reader = new PipeReader((int)((PipeStream)process.StandardOutput.BaseStream).SafePipeHandle.DangerousGetHandle(),
            Path.GetFileName(path));
        _process.StandardInput.Close();
        _messages = new MessageTail(process.StandardError.BaseStream);
    }

    /// <summary>Reads its standard output.</summary>
    public PipeReader Reader { get; }

    /// <summary>The last of what it wrote to its standard error.</summary>
    public string Messages => _messages.ToString();

    /// <summary>The folders of <c>PATH</c>.</summary>
    public static string SearchPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    /// <summary>Starts a program.</summary>
    /// <exception cref="CameraException">It cannot be started.</exception>
    public static ChildProgram Start(string path, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new ChildProgram(path, Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new CameraException($"{path} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Runs a program to its end and gives what it printed; of a very long output, a part.</summary>
    /// <exception cref="CameraException">It cannot be started or takes too long.</exception>
    public static string OutputOf(string path, IEnumerable<string> arguments)
    {
        using ChildProgram child = Start(path, arguments);
        byte[] output = new byte[65536];
        return child.Reader.Fill(output, PrintLimit, CancellationToken.None, out int length) == PipeOutcome.Stalled
            ? throw new CameraException($"{path} {string.Join(' ', arguments)} does not answer")
            : Encoding.UTF8.GetString(output, 0, length);
    }

    /// <summary>Waits for the end that its closed output announces, and tells the exit code.</summary>
    /// <returns>The exit code, or <see langword="null"/> if it goes on without output.</returns>
    public int? WaitForExit()
    {
        if (!_process.WaitForExit(Grace))
            return null;
        _messages.WaitForEnd(Grace);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end (SIGINT), reads what it still writes, and kills it if that takes too long.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _ = LibC.Kill(_process.Id, LibC.Interrupt);
            DrainOutput();
            if (!_process.WaitForExit(Grace))
                _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _messages.WaitForEnd(Grace);
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    /// <summary>A program that waits until somebody reads its output does not notice that it is to end.</summary>
    private void DrainOutput()
    {
        byte[] rest = new byte[65536];
        long start = Environment.TickCount64;
        while (Environment.TickCount64 - start < Grace.TotalMilliseconds
            && Reader.Fill(rest, Grace, CancellationToken.None, out _) == PipeOutcome.Complete)
        {
        }
    }
}
