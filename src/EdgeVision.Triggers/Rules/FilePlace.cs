namespace EdgeVision.Triggers.Rules;

/// <summary>A place in a text file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
public readonly record struct FilePlace(int Line, int Column);
