namespace EdgeVision.Devices.Boards;

/// <summary>A JSON text that knows where its bytes are, for messages.</summary>
internal sealed class JsonSource(string name, byte[] text)
{
    private const int LongestMessage = 400;

    public byte[] Text => text;

    /// <summary>The exception <c>name:line:column: what</c>, one line of moderate length whatever the file's own words in it are.</summary>
    public BoardFormatException Error(long offset, string what, Exception? cause = null)
    {
        ReadOnlySpan<byte> before = text.AsSpan(0, (int)Math.Clamp(offset, 0, text.Length));
        int line = before.Count((byte)'\n') + 1;
        int column = before.Length - (before.LastIndexOf((byte)'\n') + 1) + 1;
        string shown = string.Concat(what.Take(LongestMessage).Select(character => char.IsControl(character) ? '?' : character));
        return new BoardFormatException($"{name}:{line}:{column}: {shown}", cause);
    }
}
