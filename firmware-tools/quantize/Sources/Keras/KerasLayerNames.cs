using System.Text;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>
/// Keras numbers unnamed layers through a whole session (<c>conv2d_7</c>), so the same model saved twice has other names. Here they are
/// numbered anew within the model, and an unnamed input is <c>input</c>.
/// </summary>
internal static class KerasLayerNames
{
    /// <summary>Graph names for layers in the file's order.</summary>
    public static string[] Renumber(IReadOnlyList<(string ClassName, string SavedName)> layers)
    {
        var used = new HashSet<string>();
        foreach ((string className, string saved) in layers)
        {
            if (!IsNumbered(className, saved))
                used.Add(saved);
        }

        var counts = new Dictionary<string, int>();
        var names = new string[layers.Count];
        for (int i = 0; i < names.Length; i++)
        {
            (string className, string saved) = layers[i];
            names[i] = IsNumbered(className, saved) ? Next(className == "InputLayer" ? "input" : SnakeCase(className)) : saved;
        }

        return names;

        string Next(string stem)
        {
            string name;
            do
            {
                int count = counts.GetValueOrDefault(stem);
                counts[stem] = count + 1;
                name = count == 0 ? stem : $"{stem}_{count}";
            }
            while (!used.Add(name));
            return name;
        }
    }

    /// <summary>Keras's own conversion: <c>GlobalAveragePooling2D</c> is <c>global_average_pooling2d</c>.</summary>
    public static string SnakeCase(string className)
    {
        var text = new StringBuilder(className.Length + 8);
        for (int i = 0; i < className.Length; i++)
        {
            char c = className[i];
            bool startsWord = i > 0 && char.IsUpper(c)
                && (char.IsLower(className[i - 1]) || (i + 1 < className.Length && char.IsLower(className[i + 1])));
            if (startsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private static bool IsNumbered(string className, string name)
    {
        string stem = SnakeCase(className);
        if (className == "InputLayer" && !name.StartsWith(stem, StringComparison.Ordinal))
            stem = "input";
        return name == stem
            || (name.StartsWith(stem + "_", StringComparison.Ordinal)
                && name.AsSpan(stem.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0);
    }
}
