namespace EdgeVision.Triggers.Rules;

/// <summary>A rectangle of the picture, in parts of its width and height from the upper left corner.</summary>
/// <param name="Name">What rules call it.</param>
/// <param name="X">Its left edge, 0 … 1.</param>
/// <param name="Y">Its upper edge, 0 … 1.</param>
/// <param name="Width">Its width, more than 0 and at most 1 − <paramref name="X"/>.</param>
/// <param name="Height">Its height, more than 0 and at most 1 − <paramref name="Y"/>.</param>
public sealed record Zone(string Name, double X, double Y, double Width, double Height)
{
    /// <summary>The whole picture: the zone of a rule that names none.</summary>
    public static Zone WholePicture { get; } = new("the whole picture", 0, 0, 1, 1);

    /// <summary>Whether both are the same part of the picture, whatever they are called.</summary>
    internal bool Covers(Zone other) => this with { Name = other.Name } == other;
}
