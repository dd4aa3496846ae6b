using EdgeVision.Arm64Program.Support;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Multiply-accumulate kernels of one operation against its scalar reference, the last of the catalog's list.</summary>
internal sealed class LinearChecks<TParameters>(LinearKernel<TParameters>[] kernels, KernelTally[] tallies)
    where TParameters : LinearParameters
{
    /// <summary>Runs every kernel that can do the case, which <see cref="Activity"/> describes after the kernel's name.</summary>
    public void Run(TParameters parameters, FilterLayout layout, LinearData data, int outputLength, int units, Action describe)
    {
        var requantization = Requantization.Prepare(parameters, layout, data.Filter, data.Bias);
        var expected = new sbyte[outputLength];
        kernels[^1].Pack(parameters, data.Filter, requantization).Run(data.Input, expected, 0, units);
        foreach (KernelTally tally in tallies)
        {
            var kernel = (LinearKernel<TParameters>)tally.Kernel;
            if (tally.GivenUp || !kernel.CanRun(parameters, requantization))
                continue;
            Begin(tally, describe, data);
            PreparedKernel prepared = kernel.Pack(parameters, data.Filter, requantization);
            KernelRun.Compare(tally, prepared, data.Input, expected, units);
            if (prepared.Blocks.Length > 0)
            {
                Begin(tally, describe, data);
                Activity.Add(", restored from its blocks");
                KernelRun.Compare(tally, kernel.Restore(parameters, GuardedBlocks.Copy(prepared.Blocks)), data.Input, expected, units);
            }

            tally.Cases++;
        }
    }

    private static void Begin(KernelTally tally, Action describe, LinearData data)
    {
        Activity.Begin(tally.Kernel.Name);
        describe();
        data.Describe();
    }
}
