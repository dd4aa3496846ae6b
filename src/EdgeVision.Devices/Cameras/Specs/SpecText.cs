using System.Globalization;

namespace EdgeVision.Devices.Cameras.Specs;

/// <summary>The parts of <c>kind:address?option=value&amp;…</c>. Options are taken one by one; what is left over is unknown.</summary>
internal sealed class SpecText
{
    private readonly string _text;
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];

    private SpecText(string text, string kind, string address)
    {
        _text = text;
        Kind = kind;
        Address = address;
    }

    public string Kind { get; }

    /// <summary>What stands between the colon and the question mark; empty if nothing does.</summary>
    public string Address { get; }

    public static SpecText Parse(string text)
    {
        string[] halves = text.Split('?', 2);
        string[] names = halves[0].Split(':', 2);
        var spec = new SpecText(text, names[0], names.Length == 2 ? names[1] : "");
        foreach (string option in halves.Length == 2 ? halves[1].Split('&') : [])
        {
            string[] pair = option.Split('=', 2);
            if (pair.Length != 2 || !spec._options.TryAdd(pair[0], pair[1]))
                throw spec.Wrong($"'{option}' is not one option=value that was not given before");
        }

        return spec;
    }

    /// <summary>A whole number.</summary>
    public int Integer(string name, int whenAbsent, int min, int max)
    {
        if (Take(name) is not { } value)
            return whenAbsent;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max
            ? number
            : throw Wrong($"{name}={value} is not a whole number from {min} to {max}");
    }

    /// <summary>Frames a second.</summary>
    public double Rate(string name, double whenAbsent, double min)
    {
        const double Max = 1000;
        if (Take(name) is not { } value)
            return whenAbsent;
        return double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number >= min
            && number <= Max
            ? number
            : throw Wrong(string.Create(CultureInfo.InvariantCulture,
                $"{name}={value} is not a number of frames a second from {min} to {Max}"));
    }

    /// <summary>One of some words.</summary>
    public T Choice<T>(string name, T whenAbsent, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (Take(name) is not { } given)
            return whenAbsent;
        List<string> words = [];
        foreach ((string word, T value) in choices)
        {
            if (word == given)
                return value;
            words.Add(word);
        }

        throw Wrong($"{name}={given} is none of {string.Join(", ", words)}");
    }

    /// <summary>Any text; <see langword="null"/> if absent.</summary>
    public string? Take(string name)
    {
        _known.Add(name);
        return _options.Remove(name, out string? value) ? value : null;
    }

    /// <summary>The address, which must be there.</summary>
    public string RequiredAddress(string what) => Address.Length > 0 ? Address : throw Wrong($"{Kind}: needs {what}");

    /// <summary>An address that is a whole number from 0.</summary>
    public int NumberAsAddress(int whenAbsent, int max)
    {
        if (Address.Length == 0)
            return whenAbsent;
        return int.TryParse(Address, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= max
            ? number
            : throw Wrong($"{Kind}:{Address} is not a number from 0 to {max}");
    }

    /// <summary>Refuses an address.</summary>
    public void NoAddress()
    {
        if (Address.Length > 0)
            throw Wrong($"{Kind} takes no address, only options after '?'");
    }

    /// <summary>Refuses options that nobody took.</summary>
    public void NoOtherOptions()
    {
        foreach (string name in _options.Keys)
            throw Wrong($"{Kind} has no option '{name}', only {string.Join(", ", _known)}");
    }

    public FormatException Wrong(string what) => new($"camera '{_text}': {what}");
}
