using EdgeVision.Imaging.Jpeg;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Jpeg;

/// <summary>Compares with bits taken one by one from bytes without stuffing.</summary>
public sealed class BitReaderTests
{
    [Fact]
    public void Reads_what_was_stuffed_and_nothing_after_the_end()
    {
        var prng = new Prng(21);
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] plain = Bytes(ref prng, prng.Next(0, 40));
            var bits = new BitReader(Stuffed(plain, trial % 3), 0);
            int used = 0;
            while (used < (plain.Length * 8) + 64)
            {
                int count = prng.Next(0, 16);
                Assert.Equal(Expected(plain, used, count), bits.Read(count));
                used += count;
                Assert.Equal(used > plain.Length * 8, IsOverrun(bits));
            }
        }
    }

    [Fact]
    public void Finds_the_restart_marker_wherever_it_has_read()
    {
        var prng = new Prng(22);
        for (int trial = 0; trial < 500; trial++)
        {
            byte[] before = Bytes(ref prng, prng.Next(0, 20));
            byte[] after = Bytes(ref prng, 6);
            byte[] data = [.. Stuffed(before, 0), 0xFF, 0xD3, .. Stuffed(after, 0)];
            var bits = new BitReader(data, 0);
            for (int used = prng.Next(0, before.Length * 8); used > 0; used -= 16)
                bits.Read(Math.Min(used, 16));
            bits.Restart(3);
            Assert.Equal((after[0] << 8) | after[1], bits.Read(16));
            Assert.False(IsOverrun(bits));
        }
    }

    /// <summary>Codes of all lengths, 1 to 16, each followed by a number of every size and sign.</summary>
    [Fact]
    public void Codes_and_numbers_are_read_as_they_were_written()
    {
        var table = new HuffmanTable();
        byte[] symbols = [.. Enumerable.Range(0, 16).Select(i => (byte)((i * 16) + i))];
        table.Define([.. Enumerable.Repeat((byte)1, 16)], symbols);
        var prng = new Prng(23);
        var written = new List<bool>();
        var expected = new List<(int Run, int Number)>();
        for (int n = 0; n < 5000; n++)
        {
            int symbol = prng.Next(0, 15);
            written.AddRange(Enumerable.Repeat(true, symbol).Append(false));
            int number = symbol == 0 ? 0 : prng.Next(1 << (symbol - 1), (1 << symbol) - 1) * (prng.Next(0, 1) == 0 ? -1 : 1);
            int stored = number < 0 ? number + (1 << symbol) - 1 : number;
            for (int bit = symbol - 1; bit >= 0; bit--)
                written.Add(((stored >> bit) & 1) == 1);
            expected.Add((symbol, number));
        }

        byte[] plain = new byte[(written.Count + 7) / 8];
        for (int i = 0; i < written.Count; i++)
            plain[i / 8] |= (byte)(written[i] ? 0x80 >> (i % 8) : 0);
        var bits = new BitReader(Stuffed(plain, 1), 0);
        foreach ((int run, int number) in expected)
        {
            bits.Prepare();
            HuffmanCode code = table.Find(ref bits);
            Assert.Equal((run, run, run + 1), (code.Run, code.Size, code.Length));
            Assert.Equal(number, run == 0 ? 0 : bits.NumberAfter(code));
            bits.Skip(code.LengthWithNumber);
        }

        bits.ThrowIfOverrun();
    }

    private static byte[] Bytes(ref Prng prng, int length)
    {
        byte[] bytes = new byte[length];
        prng.Fill(bytes);
        for (int i = 0; i < length; i++)
            bytes[i] = prng.Next(0, 5) == 0 ? (byte)0xFF : bytes[i];
        return bytes;
    }

    /// <summary>With a zero after each 0xFF, then nothing, a marker, or fill bytes and a marker.</summary>
    private static byte[] Stuffed(byte[] plain, int end) =>
    [
        .. plain.SelectMany(value => value == 0xFF ? (byte[])[0xFF, 0] : [value]),
        .. end switch { 0 => (byte[])[], 1 => [0xFF, 0xD9, 1, 2, 3, 4, 5, 6], _ => [0xFF, 0xFF, 0xFF, 0xD9, 0x55, 0x55, 0x55, 0x55] },
    ];

    private static int Expected(byte[] plain, int start, int count)
    {
        int value = 0;
        for (int i = start; i < start + count; i++)
            value = (value << 1) | (i / 8 < plain.Length ? (plain[i / 8] >> (7 - (i % 8))) & 1 : 0);
        return value;
    }

    private static bool IsOverrun(BitReader bits)
    {
        try
        {
            bits.ThrowIfOverrun();
            return false;
        }
        catch (ImageFormatException)
        {
            return true;
        }
    }
}
