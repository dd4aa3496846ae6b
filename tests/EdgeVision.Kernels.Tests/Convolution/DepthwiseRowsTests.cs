using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Convolution;

/// <summary>Depthwise kernels on rows that are longer than what they sum before they requantize it.</summary>
public class DepthwiseRowsTests
{
    public static TheoryData<string> Kernels => new(KernelCatalog.Depthwise.Where(k => k.IsSupported).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Long_rows_under_any_window_equal_the_oracle(string name)
    {
        LinearKernel<ConvParameters> kernel = KernelCatalog.Depthwise.Single(k => k.Name == name);
        var prng = new Prng(0xD1);
        int ran = 0;
        foreach (int width in new[] { 16, 17, 31, 33, 50 })
        {
            foreach (int channels in new[] { 8, 16, 32, 48, 64, 70 })
            {
                foreach ((int height, int side, int stride) in new[] { (1, 2, 1), (5, 5, 1), (3, 2, 2), (3, 3, 2) })
                {
                    var input = new TensorShape(1, 3, width * stride, channels);
                    var window = Window.Same(input, height, side, 1, stride, 1, 1);
                    LinearCase c = LinearCase.Depthwise(input, input with { Width = width }, window, Values.Random, Values.Random, ref prng);
                    var requantization = Requantization.Prepare(c.Parameters, FilterLayout.TapMajor(channels, height * side), c.Filter, c.Bias);
                    if (!kernel.CanRun(c.Parameters, requantization))
                        continue;
                    KernelRun.AssertGives(kernel.Pack(c.Parameters, c.Filter, requantization), c.Input, c.Expected, c.Rows, $"{name}: {c}");
                    ran++;
                }
            }
        }

        // Only windows of 3×3 and stride 1 slide.
        Assert.Equal(name.Contains("_sliding_", StringComparison.Ordinal), ran == 0);
    }
}
