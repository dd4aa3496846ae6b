namespace EdgeVision.Kernels;

/// <summary>Patches in memory, as pairs of 16-bit taps. Those of neighbouring pixels may share memory.</summary>
/// <param name="rows">The first patch's pairs of each row of the window.</param>
/// <param name="step">By how many pairs the next patch is further on, in every row.</param>
internal readonly unsafe struct PatchRows(int** rows, nint step)
{
    public int** Rows => rows;

    public nint Step => step;
}
