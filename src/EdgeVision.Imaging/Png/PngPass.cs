namespace EdgeVision.Imaging.Png;

/// <summary>The pixels that one pass of a picture stores: every <c>StepX</c>-th column and <c>StepY</c>-th row from a start.</summary>
internal readonly record struct PngPass(int StartX, int StartY, int StepX, int StepY, int Width, int Height)
{
    private static readonly (int StartX, int StartY, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int StartX, int StartY, int StepX, int StepY)[] Single = [(0, 0, 1, 1)];

    /// <summary>The passes of a picture that have pixels.</summary>
    public static List<PngPass> All(PngHeader header)
    {
        var passes = new List<PngPass>();
        foreach ((int startX, int startY, int stepX, int stepY) in header.IsInterlaced ? Adam7 : Single)
        {
            int width = (header.Width - startX + stepX - 1) / stepX;
            int height = (header.Height - startY + stepY - 1) / stepY;
            if (width > 0 && height > 0)
                passes.Add(new PngPass(startX, startY, stepX, stepY, width, height));
        }

        return passes;
    }
}
