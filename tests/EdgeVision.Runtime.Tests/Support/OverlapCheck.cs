namespace EdgeVision.Runtime.Tests.Support;

/// <summary>The overlap checker for steps that all run on one thread.</summary>
internal static class OverlapCheck
{
    public static string? FindViolation(IReadOnlyList<BufferRequest> requests, IReadOnlyList<long> offsets, long totalBytes) =>
        OverlapChecker.FindViolation(requests, offsets, totalBytes, divided: _ => false);
}
