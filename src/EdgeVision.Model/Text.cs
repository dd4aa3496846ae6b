namespace EdgeVision.Model;

/// <summary>Untrusted text in messages.</summary>
internal static class Text
{
    private const int LongestInMessage = 100;

    /// <summary>The text without control characters (one message, one line) and cut to a readable length.</summary>
    public static string ForMessage(string text)
    {
        bool cut = text.Length > LongestInMessage;
        ReadOnlySpan<char> head = cut ? text.AsSpan(0, LongestInMessage) : text;
        if (!cut && !ContainsControl(head))
            return text;
        Span<char> clean = stackalloc char[head.Length];
        for (int i = 0; i < head.Length; i++)
            clean[i] = IsControl(head[i]) ? '?' : head[i];
        return cut ? string.Concat(clean, "…") : new string(clean);
    }

    /// <summary>Whether a terminal obeys this character, or it breaks a line.</summary>
    /// <remarks>U+2028 and U+2029 break lines in many viewers although they are not control characters.</remarks>
    public static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private static bool ContainsControl(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (IsControl(c))
                return true;
        }

        return false;
    }
}
