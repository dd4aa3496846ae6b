namespace EdgeVision.Model.FlatBuffers;

/// <summary>Elements of a vector: where the first is, and how many, already checked against the bounds.</summary>
internal readonly record struct FlatVector(long Position, int Count);

/// <summary>A vector of tables; each is checked when it is taken.</summary>
internal readonly struct FlatTables(FlatBuffer buffer, FlatVector offsets)
{
    /// <summary>Number of tables.</summary>
    public int Count => offsets.Count;

    /// <summary>One table, 0 ≤ index &lt; <see cref="Count"/>.</summary>
    public FlatTable this[int index] => new(buffer, buffer.Follow(offsets.Position + ((long)index * sizeof(uint))));
}
