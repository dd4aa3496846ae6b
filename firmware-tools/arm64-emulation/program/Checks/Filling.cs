using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>How a case fills a tensor.</summary>
internal enum Filling
{
    Random,

    /// <summary>Within 3 of the zero point.</summary>
    Small,

    /// <summary>Small enough for most sums of four products to fit 16 bits.</summary>
    Narrow,

    /// <summary>Around 64 and −64 from the zero point, where four products with −128 just fit 16 bits or just do not.</summary>
    Quarters,

    /// <summary>64 below the zero point.</summary>
    LowQuarter,
    Lowest,
    NextToLowest,
    Highest,

    /// <summary>Lowest and highest in turn.</summary>
    Alternating,
}

/// <summary>Tensors of a case.</summary>
internal static class Fillings
{
    private const int Kinds = 9;

    /// <summary>Inputs and weights of a case: every other one is random, and those between go through all pairs.</summary>
    public static (Filling Inputs, Filling Weights) Pair(int number) =>
        number % 2 == 0 ? (Filling.Random, Filling.Random) : ((Filling)(number / 2 % Kinds), (Filling)(number / 2 / Kinds % Kinds));

    public static sbyte[] Fill(int length, Filling filling, int zeroPoint, Prng prng)
    {
        var result = new sbyte[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = filling switch
            {
                Filling.Small => Near(zeroPoint, 3, prng),
                Filling.Narrow => Near(zeroPoint, 40, prng),
                Filling.Quarters => Near(zeroPoint + (prng.Next(0, 1) == 0 ? 64 : -64), 1, prng),
                Filling.LowQuarter => Near(zeroPoint - 64, 0, prng),
                Filling.Lowest => sbyte.MinValue,
                Filling.NextToLowest => sbyte.MinValue + 1,
                Filling.Highest => sbyte.MaxValue,
                Filling.Alternating => i % 2 == 0 ? sbyte.MinValue : sbyte.MaxValue,
                _ => (sbyte)prng.NextByte(),
            };
        }

        return result;
    }

    /// <summary>One of the bounds as often as one between.</summary>
    public static int ZeroPoint(Prng prng) => prng.Next(0, 5) switch
    {
        0 => sbyte.MinValue,
        1 => sbyte.MaxValue,
        2 => 0,
        _ => prng.Next(sbyte.MinValue, sbyte.MaxValue),
    };

    public static OutputRange Range(Prng prng) => prng.Next(0, 2) == 0
        ? new OutputRange((sbyte)prng.Next(-128, -10), (sbyte)prng.Next(10, 127))
        : OutputRange.Full;

    private static sbyte Near(int zeroPoint, int distance, Prng prng) =>
        (sbyte)Math.Clamp(zeroPoint + prng.Next(-distance, distance), sbyte.MinValue, sbyte.MaxValue);
}
