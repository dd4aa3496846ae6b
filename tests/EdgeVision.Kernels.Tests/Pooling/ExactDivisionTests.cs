using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels.Tests.Pooling;

public class ExactDivisionTests
{
    [Fact]
    public void Quotients_are_floors_on_both_sides_of_every_multiple()
    {
        if (!Avx2.IsSupported)
            return;
        int[] divisors = [1, 2, 3, 7, 49, 255, 1000, 4099, 32767, ExactDivisionAvx2.MaxPixels - 1, ExactDivisionAvx2.MaxPixels];
        foreach (int divisor in divisors)
        {
            for (int quotient = 0; quotient <= 255; quotient++)
            {
                int multiple = quotient * divisor;
                Vector256<int> dividends = Vector256.Create(
                    multiple, multiple + 1, multiple + divisor - 1, multiple + divisor / 2, multiple, multiple, multiple, multiple);
                Vector256<int> actual = ExactDivisionAvx2.Divide(dividends, divisor);
                for (int i = 0; i < 8; i++)
                    Assert.Equal(dividends[i] / divisor, actual[i]);
            }
        }
    }

    [Fact]
    public void Quotients_of_16_bits_are_floors_for_all_windows_and_sums()
    {
        for (int divisor = 1; divisor <= PoolReciprocal.MaxPixels; divisor++)
        {
            var reciprocal = new PoolReciprocal(divisor);
            for (int dividend = 0; dividend < 1 << 15; dividend++)
            {
                int actual = (2 * dividend * reciprocal.Multiplier >>> 16) >> reciprocal.Shift;
                if (actual != dividend / divisor)
                    Assert.Fail($"{dividend} / {divisor} gives {actual}");
            }
        }
    }
}
