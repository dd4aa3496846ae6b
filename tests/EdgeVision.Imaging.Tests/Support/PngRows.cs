namespace EdgeVision.Imaging.Tests.Support;

/// <summary>Stores samples as PNG rows: packed to the bit depth, split into Adam7's passes, filtered differently each row.</summary>
internal static class PngRows
{
    /// <summary>Adam7 by the pattern of the specification: which pass stores a pixel of an 8×8 tile.</summary>
    private static readonly string[] PassOf =
    [
        "16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777",
    ];

    /// <param name="samples">Indexed by row, then column × channels + channel; each below 2^depth.</param>
    /// <param name="channels">Samples of a pixel.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="interlaced">Whether in seven passes.</param>
    public static byte[] Store(int[][] samples, int channels, int depth, bool interlaced)
    {
        List<byte> stored = [];
        if (!interlaced)
        {
            StorePass(samples, channels, depth, stored);
            return [.. stored];
        }

        for (char pass = '1'; pass <= '7'; pass++)
            StorePass([.. samples.Select((row, y) => Pick(row, y, pass, channels)).Where(row => row.Length > 0)], channels, depth, stored);
        return [.. stored];
    }

    private static int[] Pick(int[] row, int y, char pass, int channels) =>
        [.. row.Where((_, i) => PassOf[y % 8][i / channels % 8] == pass)];

    private static void StorePass(int[][] rows, int channels, int depth, List<byte> stored)
    {
        int distance = Math.Max(1, channels * depth / 8);
        byte[] above = [];
        for (int y = 0; y < rows.Length; y++)
        {
            byte[] row = Pack(rows[y], depth);
            if (above.Length == 0)
                above = new byte[row.Length];
            int filter = (y + 4) % 5;
            stored.Add((byte)filter);
            for (int i = 0; i < row.Length; i++)
            {
                int left = i >= distance ? row[i - distance] : 0;
                int aboveLeft = i >= distance ? above[i - distance] : 0;
                stored.Add((byte)(row[i] - Predict(filter, left, above[i], aboveLeft)));
            }

            above = row;
        }
    }

    private static byte[] Pack(int[] samples, int depth)
    {
        byte[] row = new byte[((samples.Length * depth) + 7) / 8];
        for (int i = 0; i < samples.Length * depth; i++)
        {
            int bit = (samples[i / depth] >> (depth - 1 - (i % depth))) & 1;
            row[i / 8] |= (byte)(bit << (7 - (i % 8)));
        }

        return row;
    }

    private static int Predict(int filter, int left, int above, int aboveLeft)
    {
        int estimate = left + above - aboveLeft;
        return filter switch
        {
            0 => 0,
            1 => left,
            2 => above,
            3 => (left + above) / 2,
            _ => new[] { left, above, aboveLeft }.MinBy(v => Math.Abs(estimate - v)),
        };
    }
}
