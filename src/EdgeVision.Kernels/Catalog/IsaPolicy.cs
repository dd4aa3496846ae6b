using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>Which instruction sets the kernels of an operation may use. The choice never changes a result, only its speed.</summary>
public sealed class IsaPolicy
{
    /// <summary>The environment variable read by <see cref="FromEnvironment"/>.</summary>
    public const string EnvironmentVariable = "EDGEVISION_ISA";

    private IsaPolicy(Isa best) => Best = best;

    /// <summary>Everything this CPU has.</summary>
    public static IsaPolicy Auto { get; } = new(BestOfCpu());

    /// <summary>The best instruction set this policy allows.</summary>
    public Isa Best { get; }

    /// <summary>Whether this CPU has it, too, so that what is prepared under this policy can run here.</summary>
    public bool RunsHere => IsSupported(Best);

    /// <summary>The given instruction set and those it implies.</summary>
    /// <exception cref="KernelException">This CPU (or a runtime switch) does not offer <paramref name="isa"/>.</exception>
    public static IsaPolicy UpTo(Isa isa) =>
        IsSupported(isa) ? new IsaPolicy(isa) : throw new KernelException($"this CPU does not offer {NameOf(isa)}");

    /// <summary>
    /// The given instruction set and those it implies, for another machine: what is prepared can be stored, but run here only where
    /// <see cref="RunsHere"/>.
    /// </summary>
    public static IsaPolicy ForTarget(Isa isa)
    {
        Require.Known((int)isa, (int)Isa.NeonDot, "instruction set");
        return new IsaPolicy(isa);
    }

    /// <summary>
    /// The policy named by the environment variable <c>EDGEVISION_ISA</c> (scalar, avx2, avx512, neon or neondot), <see cref="Auto"/>
    /// where it is unset or empty.
    /// </summary>
    /// <exception cref="KernelException">The value is none of these, or this CPU does not offer it.</exception>
    public static IsaPolicy FromEnvironment() => Parse(Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>
    /// As <see cref="FromEnvironment"/>; but where that is unset, without AVX-512: a published program has all other kernels for x64 in
    /// machine code, but has to compile those for AVX-512 when they are first called, which takes longer than a few runs gain.
    /// </summary>
    /// <exception cref="KernelException">As <see cref="FromEnvironment"/>.</exception>
    public static IsaPolicy ForFewRuns() => ForFewRuns(Environment.GetEnvironmentVariable(EnvironmentVariable));

    internal static IsaPolicy ForFewRuns(string? name) =>
        string.IsNullOrEmpty(name) && Auto.Best == Isa.Avx512 ? UpTo(Isa.Avx2) : Parse(name);

    internal static IsaPolicy Parse(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return Auto;
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            if (NameOf(isa) == name)
                return UpTo(isa);
        }

        throw new KernelException($"{EnvironmentVariable}={name} is not one of scalar, avx2, avx512, neon, neondot");
    }

    internal static bool IsSupported(Isa isa) => isa switch
    {
        Isa.Scalar => true,
        Isa.Avx2 => Avx2.IsSupported,
        Isa.Avx512 => Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported,
        Isa.Neon => AdvSimd.Arm64.IsSupported,
        Isa.NeonDot => Dp.Arm64.IsSupported,
        _ => false,
    };

    /// <summary>What <c>EDGEVISION_ISA</c> calls it.</summary>
    public static string NameOf(Isa isa) => isa switch
    {
        Isa.Scalar => "scalar",
        Isa.Avx2 => "avx2",
        Isa.Avx512 => "avx512",
        Isa.Neon => "neon",
        Isa.NeonDot => "neondot",
        _ => $"instruction set {(int)isa}",
    };

    internal bool Allows(Isa isa) =>
        isa == Isa.Scalar || isa == Best || (isa == Isa.Avx2 && Best == Isa.Avx512) || (isa == Isa.Neon && Best == Isa.NeonDot);

    private static Isa BestOfCpu()
    {
        if (IsSupported(Isa.Avx512))
            return Isa.Avx512;
        if (IsSupported(Isa.Avx2))
            return Isa.Avx2;
        if (IsSupported(Isa.NeonDot))
            return Isa.NeonDot;
        return IsSupported(Isa.Neon) ? Isa.Neon : Isa.Scalar;
    }
}
