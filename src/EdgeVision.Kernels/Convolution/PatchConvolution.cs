namespace EdgeVision.Kernels;

/// <summary>Convolutions as products of patches and a filter matrix, by the loop that finds the patches with the least work.</summary>
internal static class PatchConvolution
{
    /// <summary>The weights as a filter: taps in the order (ky, kx, input channel), row by row where rows are read as they are.</summary>
    public static FilterLayout LayoutOf(ConvParameters parameters)
    {
        FilterLayout layout = ConvPatches.LayoutOf(parameters);
        return ConvRows.Fits(parameters) ? layout with { RowTaps = layout.Taps / parameters.Window.KernelHeight } : layout;
    }

    /// <summary>The loop over a product whose filter has that layout.</summary>
    public static PreparedKernel Of(ConvParameters parameters, PatchProduct product) =>
        ConvRows.Fits(parameters) ? new ConvRows(parameters, product) : new ConvPatches(parameters, product);
}
