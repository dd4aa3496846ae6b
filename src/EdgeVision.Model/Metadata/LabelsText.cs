using System.Text;

namespace EdgeVision.Model;

/// <summary>Labels as text: UTF-8, one per line.</summary>
internal static class LabelsText
{
    /// <summary>Bytes a labels file may have.</summary>
    public const int LargestSize = 1 << 20;

    private const int MostLabels = 1 << 16;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Labels in order. Empty lines keep the place of their class, except at the end, where they are an editor's leftovers.
    /// </summary>
    /// <exception cref="ModelFormatException">Not UTF-8, too many lines, or control characters, which a terminal would obey.</exception>
    public static string[] Parse(ReadOnlySpan<byte> utf8, string source)
    {
        ReadOnlySpan<char> text = Decode(utf8, source).AsSpan().TrimStart('\uFEFF').TrimEnd("\r\n");
        if (text.IsEmpty)
            return [];
        var labels = new string[text.Count('\n') + 1];
        if (labels.Length > MostLabels)
            throw new ModelFormatException($"{source}: {labels.Length} lines are more than {MostLabels}; this is not a labels file");
        int count = 0;
        foreach (Range line in text.Split('\n'))
            labels[count++] = text[line].TrimEnd('\r').ToString();
        return Problem(labels) is { } problem ? throw new ModelFormatException($"{source}: {problem}; correct that line, and end each with LF") : labels;
    }

    /// <summary>The inverse of <see cref="Parse"/>.</summary>
    public static byte[] Format(IReadOnlyList<string> labels) => Utf8.GetBytes(string.Join('\n', labels) + "\n");

    /// <summary>Why labels cannot be stored; <see langword="null"/> if they can.</summary>
    public static string? Problem(IReadOnlyList<string> labels)
    {
        long size = 0;
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i].AsSpan().ContainsAny('\r', '\n'))
                return $"label {i} contains a line break";
            if (ContainsControl(labels[i]))
                return $"label {i} contains a control character";
            size += Utf8.GetByteCount(labels[i]) + 1;
        }

        if (labels.Count > MostLabels || size > LargestSize)
            return $"{labels.Count} labels of {size} bytes are more than {MostLabels} or {LargestSize} bytes";
        return labels.Count > 0 && labels[^1].Length == 0 ? "the last label is empty" : null;
    }

    private static bool ContainsControl(string label)
    {
        foreach (char c in label)
        {
            if (c != '\t' && Text.IsControl(c))
                return true;
        }

        return false;
    }

    private static string Decode(ReadOnlySpan<byte> utf8, string source)
    {
        try
        {
            return Utf8.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFormatException($"{source}: the text is not UTF-8 at byte {e.Index}; save it as UTF-8", e);
        }
    }
}
