using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Activation;

/// <summary>Every kernel of table look-ups that this CPU runs, against looking up one element after another.</summary>
public class TableKernelTests
{
    private const int Longest = 200;

    public static TheoryData<string> Kernels => new(KernelCatalog.Table.Where(k => k.IsSupported && k.CanRun).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_value_finds_its_entry_in_every_place_of_a_vector(string name)
    {
        var prng = new Prng(0x7AB);
        for (int table = 0; table < 40; table++)
        {
            // Tables without structure, of few values, and with one entry that is different.
            sbyte[] entries = new sbyte[256];
            if (table < 20)
                prng.Fill(entries);
            else if (table < 30)
                entries[prng.Next(0, 255)] = (sbyte)prng.Next(1, 127);
            else
                Array.ConvertAll(entries, _ => (sbyte)prng.Next(-1, 0)).CopyTo(entries, 0);
            sbyte[] input = [.. Enumerable.Range(0, 64 * 257).Select(i => (sbyte)(i * 257 / 256))]; // each value in each of 64 places
            sbyte[] output = new sbyte[input.Length];
            Kernel(name).Prepare(entries).Run(input, output, 0, input.Length);
            int wrong = Enumerable.Range(0, input.Length).FirstOrDefault(i => output[i] != entries[input[i] + 128], -1);
            if (wrong >= 0)
                Assert.Fail($"{name}: {input[wrong]} at {wrong} gives {output[wrong]}, expected {entries[input[wrong] + 128]}");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Any_range_touches_nothing_else_and_may_be_in_place(string name)
    {
        var prng = new Prng(0x7AC);
        sbyte[] entries = new sbyte[256];
        prng.Fill(entries);
        PreparedKernel prepared = Kernel(name).Prepare(entries);
        for (int length = 0; length <= Longest; length++)
        {
            sbyte[] input = new sbyte[length];
            prng.Fill(input);
            sbyte[] expected = [.. input.Select(x => entries[x + 128])];
            int cut = prng.Next(0, length);
            foreach (GuardSide side in Enum.GetValues<GuardSide>())
            {
                using GuardedBuffer from = GuardedBuffer.Of(input, side), to = GuardedBuffer.Of(input, side);
                prepared.Run(from.Span, to.Span, cut, length - cut);
                Assert.True(to.Span[..cut].SequenceEqual(input.AsSpan(0, cut)), $"{name}, {length}: wrote before {cut}");
                prepared.Run(from.Span, to.Span, 0, cut);
                Assert.True(to.Span.SequenceEqual(expected), $"{name}, {length} in two parts");
                to.AssertMarginsUntouched();
                prepared.Run(from.Span, from.Span, 0, length);
                Assert.True(from.Span.SequenceEqual(expected), $"{name}, {length} in place");
                from.AssertMarginsUntouched();
            }
        }
    }

    [Theory]
    [InlineData(Isa.Scalar, "table_s8_scalar")]
    [InlineData(Isa.Avx2, "table_s8_1x32_avx2")]
    [InlineData(Isa.Neon, "table_s8_1x16_neon")]
    [InlineData(Isa.NeonDot, "table_s8_1x16_neon")]
    public void The_instruction_set_decides_which_kernel_is_chosen(Isa isa, string expected)
    {
        var quantization = new Quantization(0.1f, 0);
        LookupTable table = LookupTable.HardSwish(quantization, quantization, IsaPolicy.ForTarget(isa));
        Assert.Equal(expected, table.KernelName);
        Assert.Equal(expected[(expected.LastIndexOf('_') + 1)..], IsaPolicy.NameOf(table.Isa));
    }

    [Fact]
    public void Avx512_alone_is_not_enough_for_look_ups_in_its_vectors()
    {
        LookupTable table = LookupTable.Requantize(new(1, 0), new(1, 5), IsaPolicy.ForTarget(Isa.Avx512));
        Assert.Equal(new TableAvx512().CanRun ? "table_s8_1x64_avx512" : "table_s8_1x32_avx2", table.KernelName);
    }

    private static TableKernel Kernel(string name) => KernelCatalog.Table.Single(k => k.Name == name);
}
