namespace EdgeVision.Runtime;

/// <summary>The numbers of the format of compiled plans, version 3; docs/compiled-plans.md describes it. All are little-endian.</summary>
internal static class PlanFormat
{
    /// <summary>"EVPL".</summary>
    public const int Magic = 0x4C505645;

    public const int Version = 3;

    /// <summary>Blocks start at multiples of this, as cache lines and vector loads want it.</summary>
    public const int Alignment = ArenaPlanner.Alignment;

    public const int HeaderBytes = 64;

    /// <summary>Where the header has the checksum of all bytes but these four.</summary>
    public const int ChecksumOffset = 12;

    /// <summary>Where the header has the beginning of the SHA-256 of the model's file.</summary>
    public const int ModelHashOffset = 48;

    /// <summary>How much of it.</summary>
    public const int ModelHashBytes = 16;

    /// <summary>The largest arena a plan may ask for; that of <see cref="PlanOptions.MaxArenaBytes"/> unless set.</summary>
    public const int MaxArenaBytes = 256 << 20;

    /// <summary>The most multiply-accumulates, and values read and written, of one run; so that no file takes days.</summary>
    public const long MaxWork = 1_000_000_000_000;

    /// <summary>Most bytes of tables that are computed when a plan is loaded.</summary>
    public const int MaxTableBytes = 16 << 20;

    /// <summary>Most steps, far above any vision model's.</summary>
    public const int MaxSteps = 10_000;

    /// <summary>Most dimensions of a tensor.</summary>
    public const int MaxRank = 8;

    /// <summary>Most blocks of rows times operations of all streamed steps; a MobileNet has a few hundred.</summary>
    public const int MaxRowLinks = 1 << 17;
}
