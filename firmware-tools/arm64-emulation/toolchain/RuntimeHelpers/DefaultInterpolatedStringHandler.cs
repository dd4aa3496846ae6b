namespace System.Runtime.CompilerServices;

/// <summary>Interpolated texts of strings and integers, as messages of exceptions are; anything else becomes a question mark.</summary>
public ref struct DefaultInterpolatedStringHandler
{
    private string _text;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount) => _text = "";

    public void AppendLiteral(string? value) => _text = string.Concat(_text, value);

    public void AppendFormatted(string? value) => AppendLiteral(value);

    public void AppendFormatted<T>(T value)
    {
        if (typeof(T) == typeof(int))
            AppendLiteral(Digits((int)(object)value!));
        else if (typeof(T) == typeof(long))
            AppendLiteral(Digits((long)(object)value!));
        else
            AppendLiteral(value as string ?? "?");
    }

    public readonly string ToStringAndClear() => _text;

    private static string Digits(long value)
    {
        const int Longest = 20;
        Span<char> digits = stackalloc char[Longest];
        int start = Longest;
        ulong rest = value < 0 ? 0 - (ulong)value : (ulong)value;
        do
        {
            digits[--start] = (char)('0' + rest % 10);
            rest /= 10;
        }
        while (rest > 0);
        if (value < 0)
            digits[--start] = '-';
        return new string(digits[start..]);
    }
}
