namespace EdgeVision.Arm64Program.Support;

/// <summary>What became of one kernel: how many cases it ran and how many of them it got wrong.</summary>
internal sealed class KernelTally(Kernel kernel)
{
    private const int Printed = 5;

    public Kernel Kernel => kernel;

    public int Cases { get; set; }

    public int Failures { get; private set; }

    /// <summary>Whether it is left alone: enough was printed about it, or the library does not see that the CPU can run it.</summary>
    public bool GivenUp => Failures >= Printed || !kernel.IsSupported;

    /// <summary>The kernels for NEON that this CPU can run and whose name has the filter in it.</summary>
    public static KernelTally[] Of(Kernel[] kernels, ReadOnlySpan<byte> filter)
    {
        var found = new List<KernelTally>();
        foreach (Kernel kernel in kernels)
        {
            bool runsHere = kernel.Isa == Isa.Neon || (kernel.Isa == Isa.NeonDot && Host.HasDotProduct() != 0);
            if (runsHere && Matches(kernel.Name, filter))
                found.Add(new KernelTally(kernel));
        }

        var tallies = new KernelTally[found.Count];
        for (int i = 0; i < tallies.Length; i++)
            tallies[i] = found[i];
        return tallies;
    }

    /// <summary>Prints what went wrong with what <see cref="Activity"/> names.</summary>
    public void Fail(string what)
    {
        Failures++;
        Activity.Add(": ");
        Activity.Add(what);
        Activity.Print();
    }

    public void Fail(int element, sbyte actual, sbyte expected)
    {
        Failures++;
        Activity.Add(": element ", element);
        Activity.Add(" is ", actual);
        Activity.Add(", expected ", expected);
        Activity.Print();
    }

    /// <summary>A line about the kernel; whether it passed. One that no case could reach did not.</summary>
    public bool Report()
    {
        Activity.Begin(Failures == 0 && Cases > 0 ? "  ok    " : "  FAIL  ");
        Activity.Add(kernel.Name);
        Activity.Add(": ", Cases);
        Activity.Add(" cases, ", Failures);
        Activity.Add(Cases == 0 ? " failures; a kernel that no case reaches is not tested" : " failures");
        Activity.Print();
        return Failures == 0 && Cases > 0;
    }

    private static bool Matches(string name, ReadOnlySpan<byte> filter)
    {
        for (int start = 0; start + filter.Length <= name.Length; start++)
        {
            int i = 0;
            while (i < filter.Length && name[start + i] == filter[i])
                i++;
            if (i == filter.Length)
                return true;
        }

        return false;
    }
}
