using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>What a version 1 B-tree indexes, with the format's numbers.</summary>
internal enum BTreeKind
{
    Group = 0,
    Chunks = 1,
}

/// <summary>An entry of a leaf: the key before the child and the child's address.</summary>
internal readonly record struct BTreeEntry(Hdf5Block Key, ulong Child);

/// <summary>Walks a version 1 B-tree.</summary>
internal static class BTree
{
    /// <summary>All entries of the leaves, from left to right.</summary>
    public static List<BTreeEntry> Leaves(SourceFile file, ulong root, BTreeKind kind, int keySize)
    {
        var entries = new List<BTreeEntry>();
        var visited = new HashSet<ulong>();
        var pending = new Stack<(ulong Address, int? Level)>([(root, null)]);
        while (pending.TryPop(out (ulong Address, int? Level) next))
        {
            Hdf5Block node = Hdf5Block.At(file, next.Address);
            if (!visited.Add(next.Address))
                throw node.Error("a B-tree reaches a node twice; the file is damaged");
            node.Signature("TREE"u8, "a B-tree node");
            int nodeKind = node.Byte();
            int level = node.Byte();
            int count = node.UInt16();
            if (nodeKind != (int)kind || (next.Level is { } expected && expected != level))
                throw node.Error($"a B-tree node of kind {nodeKind}, level {level} is not expected here; the file is damaged");
            node.Skip(16);
            var children = new List<(ulong Address, int? Level)>();
            for (int i = 0; i < count; i++)
            {
                Hdf5Block key = node.Take(keySize);
                ulong child = node.UInt64();
                if (level == 0)
                    entries.Add(new BTreeEntry(key, child));
                else
                    children.Add((child, level - 1));
            }

            for (int i = children.Count - 1; i >= 0; i--)
                pending.Push(children[i]);
        }

        return entries;
    }
}
