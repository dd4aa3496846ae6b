using System.Globalization;

namespace EdgeVision.App.Output;

/// <summary>One line that redraws itself on a terminal and stays silent elsewhere.</summary>
internal sealed class ProgressBar(TextWriter terminal, int total, bool visible)
{
    private const int Width = 32;
    private int _drawn = -1;

    public void Report(int done, string note)
    {
        int filled = total == 0 ? Width : (int)((long)done * Width / total);
        if (!visible || (filled == _drawn && done < total))
            return;
        _drawn = filled;
        terminal.Write(string.Create(CultureInfo.InvariantCulture,
            $"\r[{new string('#', filled)}{new string('.', Width - filled)}] {done}/{total} {note}"));
        if (done == total)
            terminal.WriteLine();
    }
}
