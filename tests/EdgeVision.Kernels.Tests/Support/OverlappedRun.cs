namespace EdgeVision.Kernels.Tests.Support;

/// <summary>Runs kernels with input and output in one buffer, and counts what that spoils.</summary>
internal sealed class OverlappedRun
{
    /// <summary>Cases in which the lead let input and output share elements.</summary>
    public int Shared { get; private set; }

    /// <summary>Those of them in which a distance that is shorter by the slack gave other bytes.</summary>
    public int Spoiled { get; private set; }

    /// <summary>At the kernel's lead, and anywhere beyond it, the bytes are those of separate buffers.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="outputLength">How many elements it writes.</param>
    /// <param name="units">In so many units.</param>
    /// <param name="slack">By how much the lead may be too long.</param>
    /// <param name="description">What to say when it fails.</param>
    public void Check(PreparedKernel kernel, sbyte[] input, int outputLength, int units, int slack, string description)
    {
        int lead = (int)Math.Clamp(kernel.Lead, -input.Length, outputLength);
        sbyte[] expected = Run(kernel, input, outputLength, units, outputLength);
        for (int distance = lead; distance <= outputLength; distance += Math.Max(1, (outputLength - lead) / 3))
        {
            int difference = Run(kernel, input, outputLength, units, distance).AsSpan().CommonPrefixLength(expected);
            Assert.True(difference == outputLength, $"{description}: element {difference} is spoiled at distance {distance}, lead {lead}");
        }

        if (lead == outputLength || lead - slack <= -input.Length)
            return;
        Shared++;
        if (!Run(kernel, input, outputLength, units, lead - slack).AsSpan().SequenceEqual(expected))
            Spoiled++;
    }

    /// <summary>The output when the input starts so many elements after it, or before it if negative.</summary>
    private static sbyte[] Run(PreparedKernel kernel, sbyte[] input, int outputLength, int units, int distance)
    {
        int outputStart = Math.Max(0, -distance), inputStart = Math.Max(0, distance);
        var buffer = new sbyte[Math.Max(outputStart + outputLength, inputStart + input.Length)];
        Array.Fill(buffer, (sbyte)0x55);
        input.CopyTo(buffer, inputStart);
        kernel.Run(buffer.AsSpan(inputStart, input.Length), buffer.AsSpan(outputStart, outputLength), 0, units);
        return buffer[outputStart..(outputStart + outputLength)];
    }
}
