using System.Globalization;

namespace EdgeVision.App.Output;

/// <summary>Numbers of threads for people: <c>1 thread</c>, <c>4 threads</c>.</summary>
internal static class ThreadsText
{
    public static string Of(int threads) => string.Create(CultureInfo.InvariantCulture, $"{threads} {(threads == 1 ? "thread" : "threads")}");
}
