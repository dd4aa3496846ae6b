namespace EdgeVision.App.Evaluation;

/// <summary>The Wilson score interval: how far a measured share can be from the true one (E. B. Wilson, JASA 22, 1927).</summary>
internal static class Wilson
{
    /// <summary>
    /// Lower and upper bound of the 95 % interval for <paramref name="correct"/> of <paramref name="total"/>, at least one.
    /// </summary>
    public static (double Low, double High) Interval95(int correct, int total)
    {
        const double Z = 1.959963984540054;
        double share = (double)correct / total, z2 = Z * Z;
        double centre = (share + (z2 / (2 * total))) / (1 + (z2 / total));
        double half = Z / (1 + (z2 / total)) * Math.Sqrt((share * (1 - share) / total) + (z2 / (4.0 * total * total)));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
