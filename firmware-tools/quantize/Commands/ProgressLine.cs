using System.Globalization;
using EdgeVision.Quantize.Ladder;

namespace EdgeVision.Quantize.Commands;

/// <summary>One line that redraws itself on a terminal and stays silent elsewhere.</summary>
internal sealed class ProgressLine(TextWriter terminal, bool visible) : IProgressDisplay
{
    private const int Width = 28;
    private const long MinimumTicks = TimeSpan.TicksPerMillisecond * 80;
    private readonly Lock _gate = new();
    private long _drawn;
    private int _length;

    /// <inheritdoc/>
    public void Report(string task, int done, int total)
    {
        if (!visible)
            return;
        lock (_gate)
        {
            long now = DateTime.UtcNow.Ticks;
            if (done < total && now - _drawn < MinimumTicks)
                return;
            _drawn = now;
            int filled = total == 0 ? Width : (int)((long)done * Width / total);
            string line = string.Create(
                CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', Width - filled)}] {done}/{total} {task}");
            terminal.Write('\r' + line.PadRight(_length));
            _length = line.Length;
        }
    }

    /// <summary>Removes the line, before something else is printed.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (visible && _length > 0)
                terminal.Write('\r' + new string(' ', _length) + '\r');
            _length = 0;
        }
    }
}
