using System.Buffers.Binary;
using System.Diagnostics;
using EdgeVision.Testing;

namespace EdgeVision.Model.Tests;

/// <summary>Damaged files: nothing but <see cref="ModelFormatException"/> comes out, within bounds of time and memory.</summary>
public class MutationTests
{
    // What reading may allocate: objects in proportion to the file, and a fixed part for the exception and for the archive's entries,
    // whose names and comments have 16-bit lengths.
    private const int AllocatedPerByte = 48;
    private const int AllocatedAlways = 1 << 19;
    private const int Rounds = 20_000;
    private static readonly TimeSpan LongestParse = TimeSpan.FromSeconds(5);

    private static readonly uint[] HostileNumbers =
    [
        0, 1, 2, 4, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x3FFFFFFF, 0x40000000, 0x40000001, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0,
        0xFFFFFFFC, 0xFFFFFFFE, 0xFFFFFFFF,
    ];

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] file = TfliteWriter.Write(SampleModels.Classifier().Build());
        int archive = file.AsSpan().IndexOf("PK\u0003\u0004"u8);
        int shortest = Enumerable.Range(0, file.Length).First(length => !Refuses(file[..length]));

        // Without the archive, and the padding before it, the model is whole: only its labels are missing.
        Assert.InRange(shortest, archive - 15, archive);
        for (int length = shortest; length < file.Length; length++)
            Assert.Single(TfliteModel.Parse(file.AsMemory(0, length), "cut").Warnings);
    }

    [Fact]
    public void Every_flipped_bit_is_survived()
    {
        byte[] file = TfliteWriter.Write(SampleModels.Classifier().Build());
        int refused = 0;
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += Refuses(file) ? 1 : 0;
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.False(Refuses(file));
        Assert.InRange(refused, file.Length, file.Length * 7);
    }

    [Fact]
    public void Hostile_numbers_at_every_position_are_survived()
    {
        byte[] file = TfliteWriter.Write(SampleModels.Classifier().Build());
        byte[] damaged = [.. file];
        int refused = 0;
        for (int at = 0; at + 4 <= file.Length; at += 4)
        {
            foreach (uint number in HostileNumbers)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(at), number);
                refused += Refuses(damaged) ? 1 : 0;
            }

            file.AsSpan(at, 4).CopyTo(damaged.AsSpan(at));
        }

        Assert.InRange(refused, file.Length / 4, file.Length * HostileNumbers.Length / 4);
    }

    [Fact]
    public void Random_damage_is_survived() => Damage(TfliteWriter.Write(SampleModels.Classifier().Build()), Rounds, seed: 1);

    [SharedTheory]
    [InlineData("mobilenet_v1_0.25_128_quant.tflite")]
    [InlineData("posenet_mobilenet_v1_075_353_481_16_quant_decoder.tflite")]
    [InlineData("ssd_mobilenet_v1_coco_quant.tflite")]
    public void Random_damage_of_real_models_is_survived(string name) =>
        Damage(File.ReadAllBytes(SharedMaterial.PathOf("models", "tflite", name)), rounds: 1000, seed: 2);

    private static void Damage(byte[] file, int rounds, uint seed)
    {
        var random = new Prng(seed);
        byte[] damaged = [.. file];

        // The structure, not the weights, is worth damaging: tables lie at the start and, with the archive, at the end of a file.
        int window = Math.Min(file.Length / 2, 1 << 16);
        int refused = 0;
        for (int round = 0; round < rounds; round++)
        {
            int edits = random.Next(1, 3);
            for (int edit = 0; edit < edits; edit++)
                Edit(damaged, ref random, window);
            refused += Refuses(damaged) ? 1 : 0;
            file.AsSpan(0, window + 4).CopyTo(damaged);
            file.AsSpan(file.Length - window).CopyTo(damaged.AsSpan(file.Length - window));
        }

        Assert.InRange(refused, 1, rounds);
        Assert.Equal(file, damaged);
    }

    private static void Edit(byte[] file, ref Prng random, int window)
    {
        int at = random.Next(0, window);
        if (random.Next(0, 1) == 1)
            at = file.Length - 4 - Math.Min(at, file.Length - 4);
        Span<byte> target = file.AsSpan(at, 4);
        uint number = random.Next(0, 4) switch
        {
            0 => random.NextUInt32(),
            1 => HostileNumbers[random.Next(0, HostileNumbers.Length - 1)],
            2 => (uint)random.Next(0, file.Length), // Plausible offsets, also to itself and backwards.
            3 => (uint)-random.Next(0, file.Length),
            _ => BinaryPrimitives.ReadUInt32LittleEndian(target) ^ (1u << random.Next(0, 31)),
        };
        BinaryPrimitives.WriteUInt32LittleEndian(target, number);
    }

    // Whether the file is refused; fails for any other exception and for too much memory or time.
    private static bool Refuses(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        bool refused = false;
        try
        {
            TfliteModel.Parse(file, "damaged");
        }
        catch (ModelFormatException e)
        {
            refused = true;
            Assert.DoesNotContain('\n', e.Message);
            Assert.InRange(e.Message.Length, 20, 600);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (AllocatedPerByte * (long)file.Length) + AllocatedAlways);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, LongestParse);
        return refused;
    }
}
