namespace EdgeVision.Devices.Tests.Cameras.Support;

/// <summary>Tests that count what the whole process has; no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
