using System.Collections;

namespace EdgeVision.Arm64Program.Support;

/// <summary>A list of multipliers; arrays are no lists in the emulation, because its runtime does not make their interfaces.</summary>
internal sealed class MultiplierList(FixedPointMultiplier[] values) : IReadOnlyList<FixedPointMultiplier>
{
    public int Count => values.Length;

    public FixedPointMultiplier this[int index] => values[index];

    public IEnumerator<FixedPointMultiplier> GetEnumerator()
    {
        foreach (FixedPointMultiplier value in values)
            yield return value;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
