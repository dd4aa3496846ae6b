using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>Means of sixteen channels at a time.</summary>
internal sealed class MeanNeon : MeanKernel
{
    private const int Tile = 16;

    public override string Name => "mean_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(MeanParameters parameters, FixedPointMultiplier multiplier) => MeanRows.CanRun(parameters, multiplier, Tile);

    public override PreparedKernel Prepare(MeanParameters parameters, FixedPointMultiplier multiplier) => new Prepared(parameters, multiplier);

    private sealed unsafe class Prepared(MeanParameters parameters, FixedPointMultiplier multiplier) : MeanRows(parameters, Tile)
    {
        private readonly Vector128<int> _zeroPoints = Vector128.Create(parameters.Reduced * parameters.Input.ZeroPoint);
        private readonly MultiplierNeon _multiplier = new(multiplier);
        private readonly Vector128<short> _outputZeroPoint = Vector128.Create((short)parameters.Output.ZeroPoint);

        protected override void RunTile(sbyte* input, int rows, int stride, sbyte* output)
        {
            Vector128<int> a = -_zeroPoints, b = a, c = a, d = a;
            while (rows > 0)
            {
                Vector128<short> low = default, high = default;
                for (int left = Math.Min(rows, RowsIn16Bits); left > 0; left--, rows--, input += stride)
                {
                    Vector128<sbyte> x = Vector128.Load(input);
                    high = AdvSimd.AddWideningUpper(high, x);
                    low = AdvSimd.AddWideningLower(low, x.GetLower());
                }

                b = AdvSimd.AddWideningUpper(b, low);
                a = AdvSimd.AddWideningLower(a, low.GetLower());
                d = AdvSimd.AddWideningUpper(d, high);
                c = AdvSimd.AddWideningLower(c, high.GetLower());
            }

            MultiplierNeon scale = _multiplier;
            RequantizationNeon.Narrow(scale.Apply(a), scale.Apply(b), scale.Apply(c), scale.Apply(d), _outputZeroPoint).Store(output);
        }
    }
}
