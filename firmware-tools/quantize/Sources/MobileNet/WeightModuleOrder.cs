namespace EdgeVision.Quantize.Sources.MobileNet;

/// <summary>Orders layers of a MobileNetV1 by their names; files list them in any order.</summary>
/// <remarks>
/// Places: the stem is 0, its normalization 1; block b = 1 … 13 has its depthwise layer at 4b − 2, its pointwise layer at 4b, each followed
/// by its normalization; the classifier is last.
/// </remarks>
internal static class WeightModuleOrder
{
    private const int Classifier = 1000;

    // First block of each of timm's stages.
    private static readonly int[] Stages = [1, 2, 4, 6, 12, 14];
    private static readonly string[] NumberedStems = ["conv2d", "depthwise_conv2d", "batch_normalization", "dense"];

    /// <summary>In order of computation where all names are known, otherwise as they are.</summary>
    public static List<WeightModule> Sort(List<WeightModule> modules)
    {
        var firstNumbers = FirstNumbers(modules);
        var places = new Dictionary<int, WeightModule>();
        foreach (WeightModule module in modules)
        {
            if (Place(module.Name, firstNumbers) is not { } place || !places.TryAdd(place, module))
                return modules;
        }

        return [.. places.OrderBy(place => place.Key).Select(place => place.Value)];
    }

    /// <summary>Whether the names are those of timm.</summary>
    public static bool IsTimm(List<WeightModule> modules) => modules.Exists(module => TimmPlace(module.Name) is not null);

    private static int? Place(string name, Dictionary<string, int> firstNumbers)
    {
        string last = Last(name);
        return KerasPlace(last) ?? KerasNumberedPlace(last, firstNumbers) ?? TimmPlace(name);
    }

    private static string Last(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary><c>conv1</c>, <c>conv1_bn</c>, <c>conv_dw_1</c>, <c>conv_dw_1_bn</c>, <c>conv_pw_1</c> … <c>conv_preds</c>.</summary>
    private static int? KerasPlace(string name)
    {
        int norm = name.EndsWith("_bn", StringComparison.Ordinal) ? 1 : 0;
        string layer = norm == 1 ? name[..^3] : name;
        return layer == "conv1" ? norm
            : layer == "conv_preds" ? Classifier
            : Number(layer, "conv_dw_") is { } depthwise ? (4 * depthwise) - 2 + norm
            : Number(layer, "conv_pw_") is { } pointwise ? (4 * pointwise) + norm
            : null;
    }

    /// <summary><c>conv2d</c>, <c>conv2d_1</c> …, <c>depthwise_conv2d</c> …, <c>batch_normalization</c> …, <c>dense</c>.</summary>
    private static int? KerasNumberedPlace(string name, Dictionary<string, int> firstNumbers)
    {
        const int Pointwise = 13;
        foreach (string stem in NumberedStems)
        {
            if (Numbered(name, stem) is not { } number)
                continue;
            number -= firstNumbers[stem];
            return stem switch
            {
                "conv2d" => number > Pointwise ? Classifier : 4 * number,
                "depthwise_conv2d" => (4 * number) + 2,
                "batch_normalization" => (2 * number) + 1,
                _ => Classifier,
            };
        }

        return null;
    }

    /// <summary>Keras numbers through a whole session, so a model's first convolution may be any.</summary>
    private static Dictionary<string, int> FirstNumbers(List<WeightModule> modules)
    {
        var first = new Dictionary<string, int>();
        foreach (WeightModule module in modules)
        {
            foreach (string stem in NumberedStems)
            {
                if (Numbered(Last(module.Name), stem) is { } number)
                    first[stem] = Math.Min(number, first.GetValueOrDefault(stem, number));
            }
        }

        return first;
    }

    /// <summary><c>conv_stem</c>, <c>bn1</c>, <c>blocks.stage.block.conv_dw</c> … <c>bn2</c>, <c>classifier</c>.</summary>
    private static int? TimmPlace(string name)
    {
        string[] parts = name.Split('.');
        if (parts is ["conv_stem"])
            return 0;
        if (parts is ["bn1"])
            return 1;
        if (parts is ["classifier"])
            return Classifier;
        if (parts is not ["blocks", var stageText, var blockText, var layer])
            return null;
        if (!int.TryParse(stageText, out int stage) || stage < 0 || stage >= Stages.Length - 1
            || !int.TryParse(blockText, out int inStage) || inStage < 0 || inStage >= Stages[stage + 1] - Stages[stage])
        {
            return null;
        }

        int first = (4 * (Stages[stage] + inStage)) - 2;
        return layer switch
        {
            "conv_dw" => first,
            "bn1" => first + 1,
            "conv_pw" => first + 2,
            "bn2" => first + 3,
            _ => null,
        };
    }

    private static int? Numbered(string name, string stem) => name == stem ? 0 : Number(name, stem + "_");

    private static int? Number(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(prefix.Length), out int number)
        && number is > 0 and < 100 ? number : null;
}
