namespace EdgeVision.Runtime;

/// <summary>A part of a step's work, and who does it.</summary>
/// <param name="First">The first unit.</param>
/// <param name="Count">How many units.</param>
/// <param name="Thread">Which of the threads: 0 is the caller. No two ranges run at the same time on the same thread.</param>
internal readonly record struct WorkRange(int First, int Count, int Thread);
