namespace EdgeVision.App.Doctor;

/// <summary>All findings, in the order of the checks.</summary>
internal sealed record DoctorReport(IReadOnlyList<Finding> Findings)
{
    public int Problems => Count(CheckState.Problem);

    public int Warnings => Count(CheckState.Warning);

    public int Notes => Count(CheckState.Note);

    /// <summary>Runs all checks that the context asks for.</summary>
    public static DoctorReport Of(DoctorContext context)
    {
        Func<DoctorContext, IEnumerable<Finding>>[] checks =
        [
            Checks.BoardChecks.Run,
            Checks.CpuChecks.Run,
            Checks.MemoryChecks.Run,
            Checks.PowerChecks.Run,
            Checks.ClockChecks.Run,
            Checks.UserChecks.Run,
            Checks.ServiceChecks.Run,
            Checks.DiskChecks.Run,
            Checks.PinChecks.Run,
            Checks.CameraChecks.Run,
            Checks.FrameChecks.Run,
            Checks.ModelChecks.Run,
            Checks.RuleChecks.Run,
        ];
        return new DoctorReport([.. checks.SelectMany(check => check(context))]);
    }

    private int Count(CheckState state) => Findings.Count(finding => finding.State == state);
}
