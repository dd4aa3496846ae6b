namespace EdgeVision.Kernels.Tests.Support;

internal static class Refusal
{
    /// <summary>The operation is refused in one line that contains <paramref name="message"/>.</summary>
    public static void Assert(string message, Func<object> prepare)
    {
        KernelException refusal = Xunit.Assert.Throws<KernelException>(prepare);
        Xunit.Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain('\n', refusal.Message);
    }
}
