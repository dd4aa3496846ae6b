namespace EdgeVision.Kernels.Tests.Convolution;

public class WindowTests
{
    [Theory]
    [InlineData(224, 3, 2, 1, 112, 0)] // total padding 1: all of it after the image
    [InlineData(225, 3, 2, 1, 113, 1)]
    [InlineData(7, 3, 1, 1, 7, 1)]
    [InlineData(7, 3, 1, 2, 7, 2)]
    [InlineData(5, 2, 1, 1, 5, 0)]
    [InlineData(5, 4, 1, 1, 5, 1)]
    [InlineData(5, 1, 3, 1, 2, 0)] // windows leave gaps: no padding
    [InlineData(1, 5, 1, 1, 1, 2)]
    public void Same(int input, int kernel, int stride, int dilation, int output, int pad)
    {
        var shape = new TensorShape(1, input, 100, 1);
        Assert.Equal(output, Window.SameOutput(input, stride));
        Assert.Equal(pad, Window.Same(shape, kernel, 1, stride, 1, dilation, 1).PadTop);
        Assert.Equal(pad, Window.Same(shape with { Height = 100, Width = input }, 1, kernel, 1, stride, 1, dilation).PadLeft);
    }

    [Theory]
    [InlineData(7, 3, 1, 1, 5)]
    [InlineData(7, 3, 2, 1, 3)]
    [InlineData(8, 3, 2, 1, 3)]
    [InlineData(7, 3, 1, 2, 3)]
    [InlineData(3, 3, 2, 1, 1)]
    [InlineData(2, 3, 1, 1, 0)]
    public void Valid(int input, int kernel, int stride, int dilation, int output) =>
        Assert.Equal(output, Window.ValidOutput(input, kernel, stride, dilation));

    [Fact]
    public void Valid_pads_nothing()
    {
        Assert.Equal(new Window(3, 5, 2, 1, 1, 4, 0, 0), Window.Valid(3, 5, 2, 1, 1, 4));
    }

    [Fact]
    public void Same_outputs_and_taps_agree_with_a_count_of_positions()
    {
        for (int input = 1; input < 20; input++)
        {
            for (int stride = 1; stride < 5; stride++)
            {
                int positions = 0;
                for (int i = 0; i < input; i += stride)
                    positions++;
                Assert.Equal(positions, Window.SameOutput(input, stride));
                for (int kernel = 1; kernel < 6; kernel++)
                {
                    int valid = 0;
                    for (int i = 0; i + (kernel - 1) * 2 < input; i += stride)
                        valid++;
                    Assert.Equal(valid, Window.ValidOutput(input, kernel, stride, 2));
                }
            }
        }
    }

    [Fact]
    public void A_stride_of_zero_is_refused()
    {
        Assert.Throws<KernelException>(() => Window.SameOutput(5, 0));
        Assert.Throws<KernelException>(() => Window.ValidOutput(5, 1, 0, 1));
    }

    [Fact]
    public void Inside_taps_equal_a_test_of_every_tap()
    {
        for (int origin = -9; origin < 9; origin++)
        {
            for (int kernel = 1; kernel < 6; kernel++)
            {
                for (int dilation = 1; dilation < 4; dilation++)
                {
                    int[] expected = [.. Enumerable.Range(0, kernel).Where(k => origin + k * dilation is >= 0 and < 5)];
                    TapRange range = TapRange.Inside(origin, kernel, dilation, 5);
                    Assert.Equal(expected, Enumerable.Range(range.First, Math.Max(range.End - range.First, 0)));
                }
            }
        }
    }

    [Fact]
    public void Count_is_the_product_and_never_wraps()
    {
        Assert.Equal(210, new TensorShape(2, 3, 5, 7).Count);
        Assert.Throws<OverflowException>(() => new TensorShape(1 << 16, 1 << 16, 1, 1).Count);
        Assert.Equal("[2,3,5,7]", new TensorShape(2, 3, 5, 7).ToString());
    }
}
