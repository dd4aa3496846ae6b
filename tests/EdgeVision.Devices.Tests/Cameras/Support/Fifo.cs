using System.Diagnostics;

namespace EdgeVision.Devices.Tests.Cameras.Support;

/// <summary>Named pipes.</summary>
internal static class Fifo
{
    public static string Create(TempFolder folder)
    {
        string path = folder.PathOf("frames.pipe");
        using Process process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return path;
    }

    /// <summary>Opens the pipe, which waits for a reader, writes, and closes it.</summary>
    public static Thread WriteFromThread(string path, byte[] bytes)
    {
        var thread = new Thread(() =>
        {
            try
            {
                using FileStream pipe = File.OpenWrite(path);
                pipe.Write(bytes);
            }
            catch (IOException)
            {
                // The reader had enough.
            }
        });
        thread.IsBackground = true;
        thread.Start();
        return thread;
    }
}
