using System.Text;
using EdgeVision.Devices.Pins;

namespace EdgeVision.Devices.Boards;

/// <summary>Draws a board's header as text, two pins a line, as one sees it with pin 1 at the top left.</summary>
public static class HeaderDrawing
{
    private const int SideWidth = 32;

    /// <summary>The lines of the drawing, each ended by a line feed.</summary>
    /// <param name="header">The header's pins in order.</param>
    public static string Draw(IReadOnlyList<HeaderPin> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var text = new StringBuilder();
        for (int i = 0; i < header.Count; i += 2)
        {
            string left = string.Join(' ', Words(header[i]).Reverse());
            string right = i + 1 < header.Count ? $"({header[i + 1].Position,2}) {string.Join(' ', Words(header[i + 1]))}" : "";
            text.Append($"{left,SideWidth} ({header[i].Position,2}) {right}".TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Words(HeaderPin pin)
    {
        yield return pin.Name;
        if (pin.ResetPull != PinBias.Off)
            yield return pin.ResetPull == PinBias.PullUp ? "↑" : "↓";
        if (pin.Reserved is not null)
            yield return "RESERVED";
        foreach (string function in pin.Functions)
            yield return function;
    }
}
