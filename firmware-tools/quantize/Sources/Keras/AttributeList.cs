using EdgeVision.Quantize.Sources.Hdf5;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Lists of names, which Keras cuts into <c>name0</c>, <c>name1</c> … where HDF5 allows no attribute that long.</summary>
internal static class AttributeList
{
    public static IReadOnlyList<string>? Read(Hdf5Object group, string attribute)
    {
        if (group.Texts(attribute) is { } whole)
            return whole;
        List<string>? names = null;
        for (int i = 0; group.Texts($"{attribute}{i}") is { } part; i++)
            (names ??= []).AddRange(part);
        return names;
    }
}
