using EdgeVision.Kernels;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Streaming;

/// <summary>Rows that stream from one operation to the next are those that the operations give one after the other.</summary>
public sealed class StreamedRowsTests
{
    private const uint Chains = 400;

    public static TheoryData<Isa> InstructionSets => new(Enum.GetValues<Isa>().Where(IsOffered));

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Whole_runs_and_ranges_in_any_order_give_the_same_bytes(Isa isa)
    {
        int kept = 0;
        for (uint seed = 1; seed <= Chains; seed++)
        {
            var chain = new RandomChain(seed);
            StreamedRows rows = chain.Prepare(isa);
            sbyte[] expected = chain.Expected(), actual = new sbyte[expected.Length];
            sbyte[] strips = new sbyte[rows.StripLength];
            rows.Run(chain.Input, strips, actual, 0, rows.Count);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"chain {seed} on {isa}");

            Array.Clear(actual);
            var random = new Prng(seed);
            for (int end = rows.Count; end > 0;)
            {
                int first = random.Next(0, end - 1);
                strips.AsSpan().Fill(0x55); // a range must not count on what another left in the strips
                rows.Run(chain.Input, strips, actual, first, end - first);
                end = first;
            }

            Assert.True(expected.AsSpan().SequenceEqual(actual), $"chain {seed} on {isa}, by ranges");
            kept += rows.Count > 1 ? 1 : 0;
        }

        Assert.True(kept > Chains / 4, $"only {kept} chains have several blocks");
    }

    /// <summary>Input, strips and output are exactly as long as they are said to be, beside pages that must not be touched.</summary>
    [LinuxTheory]
    [InlineData(GuardedEnd.Start)]
    [InlineData(GuardedEnd.End)]
    public void Nothing_outside_the_buffers_is_touched(GuardedEnd end)
    {
        foreach (Isa isa in Enum.GetValues<Isa>().Where(IsOffered))
        {
            for (uint seed = 1; seed <= Chains / 4; seed++)
                RunGuarded(new RandomChain(seed), isa, end);
        }
    }

    /// <summary>At the lead, and anywhere beyond it, input and output may share a buffer; a row less, and bytes are spoiled in many chains.</summary>
    [Fact]
    public void The_lead_is_enough_and_hardly_more()
    {
        int shared = 0, spoiled = 0;
        for (uint seed = 1; seed <= Chains; seed++)
        {
            var chain = new RandomChain(seed);
            StreamedRows rows = chain.Prepare(IsaPolicy.Auto.Best);
            sbyte[] expected = chain.Expected();
            for (int distance = rows.Lead; distance <= expected.Length; distance += Math.Max(1, (expected.Length - rows.Lead) / 3))
                Assert.True(Overlapped(chain, rows, expected.Length, distance).AsSpan().SequenceEqual(expected), $"chain {seed} at {distance}, lead {rows.Lead}");
            int slack = 2 * expected.Length / rows.Count;
            if (rows.Count == 1 || rows.Lead == expected.Length || rows.Lead - slack <= -chain.Input.Length)
                continue;
            shared++;
            spoiled += Overlapped(chain, rows, expected.Length, rows.Lead - slack).AsSpan().SequenceEqual(expected) ? 0 : 1;
        }

        Assert.True(shared > 50 && spoiled > shared / 3, $"a shorter lead spoiled {spoiled} of {shared}");
    }

    /// <summary>A chain of one block reads everything before it writes anything.</summary>
    [Fact]
    public void One_block_may_write_anywhere()
    {
        var chain = new RandomChain(Enumerable.Range(1, 400).Select(seed => (uint)seed).First(seed => new RandomChain(seed).Prepare(Isa.Scalar).Count == 1));
        Assert.Equal(-chain.Input.Length, chain.Prepare(Isa.Scalar).Lead);
    }

    private static bool IsOffered(Isa isa)
    {
        try
        {
            return IsaPolicy.UpTo(isa).Best == isa;
        }
        catch (KernelException)
        {
            return false;
        }
    }

    private static sbyte[] Overlapped(RandomChain chain, StreamedRows rows, int outputLength, int distance)
    {
        int outputStart = Math.Max(0, -distance), inputStart = Math.Max(0, distance);
        var buffer = new sbyte[Math.Max(outputStart + outputLength, inputStart + chain.Input.Length)];
        chain.Input.CopyTo(buffer, inputStart);
        rows.Run(
            buffer.AsSpan(inputStart, chain.Input.Length), new sbyte[rows.StripLength], buffer.AsSpan(outputStart, outputLength), 0, rows.Count);
        return buffer[outputStart..(outputStart + outputLength)];
    }

    private static unsafe void RunGuarded(RandomChain chain, Isa isa, GuardedEnd end)
    {
        StreamedRows rows = chain.Prepare(isa);
        sbyte[] expected = chain.Expected();
        using GuardedMemory input = new(chain.Input.Length, end), strips = new(Math.Max(rows.StripLength, 1), end), output = new(expected.Length, end);
        chain.Input.CopyTo(new Span<sbyte>((sbyte*)input.Start, chain.Input.Length));
        var result = new Span<sbyte>((sbyte*)output.Start, expected.Length);
        rows.Run(
            new Span<sbyte>((sbyte*)input.Start, chain.Input.Length), new Span<sbyte>((sbyte*)strips.Start, rows.StripLength), result, 0, rows.Count);
        Assert.True(result.SequenceEqual(expected));
        input.AssertRestUntouched();
        strips.AssertRestUntouched();
        output.AssertRestUntouched();
    }
}
