using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Orders layers so that each comes after the layers it reads.</summary>
internal static class KerasTopology
{
    /// <summary>A stable order: a layer moves behind its inputs only if it must.</summary>
    public static List<KerasLayer> Sort(SourceFile file, IReadOnlyList<KerasLayer> layers)
    {
        var positions = new Dictionary<string, int>();
        for (int i = 0; i < layers.Count; i++)
        {
            if (!positions.TryAdd(layers[i].SavedName, i))
                throw file.Error($"two layers are called '{layers[i].SavedName}'; the file is damaged");
        }

        var missing = new int[layers.Count];
        var readers = new List<int>[layers.Count];
        for (int i = 0; i < layers.Count; i++)
            readers[i] = [];
        for (int i = 0; i < layers.Count; i++)
        {
            foreach (string input in layers[i].Inputs)
            {
                if (!positions.TryGetValue(input, out int position))
                    throw file.Error($"layer '{layers[i].SavedName}' reads '{input}', which is not in the model");
                readers[position].Add(i);
                missing[i]++;
            }
        }

        var ready = new PriorityQueue<int, int>();
        for (int i = 0; i < layers.Count; i++)
        {
            if (missing[i] == 0)
                ready.Enqueue(i, i);
        }

        var sorted = new List<KerasLayer>(layers.Count);
        while (ready.TryDequeue(out int next, out _))
        {
            sorted.Add(layers[next]);
            foreach (int reader in readers[next])
            {
                if (--missing[reader] == 0)
                    ready.Enqueue(reader, reader);
            }
        }

        return sorted.Count == layers.Count
            ? sorted
            : throw file.Error($"{layers.Count - sorted.Count} layers depend on each other in a circle; the file is damaged");
    }
}
