using System.Buffers.Binary;
using System.Diagnostics;
using EdgeVision.Quantize.Graph;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>Damaged files give a model or a one-line <see cref="SourceException"/>, soon and without much memory.</summary>
public class FuzzTests
{
    private const int Mutations = 1500;
    private const long MostBytes = 96 << 20;

    private static readonly ulong[] Interesting = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, ulong.MaxValue];

    [Theory]
    [InlineData("keras2_old.h5")]
    [InlineData("keras2_new.h5")]
    [InlineData("keras2_chunked.h5")]
    [InlineData("keras3.keras")]
    [InlineData("small.onnx")]
    [InlineData("timm.onnx")]
    [InlineData("timm.safetensors")]
    [InlineData("mobilenet_keras2.h5")]
    [InlineData("mobilenet_keras3.h5")]
    [InlineData("small.tflite")]
    public void Mutations_are_survived(string file)
    {
        byte[] original = file.StartsWith("mobilenet", StringComparison.Ordinal) ? MobileNetTests.Unzipped(file)
            : file == "small.tflite" ? TfliteTests.QuantizedConvolution()
            : Fixtures.Bytes(file);
        var random = new Prng(0xC0FFEE);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] mutant = Mutate(original, ref random);
            if (!Survives(file, mutant, i))
                refused++;
        }

        // Mutations must reach the checks, and not only them.
        Assert.InRange(refused, Mutations / 20, Mutations - 1);
    }

    [Fact]
    public void Mutated_model_json_is_survived()
    {
        using var folder = new TemporaryFolder();
        byte[] original = System.Text.Encoding.UTF8.GetBytes(TfjsModels.SmallJson());
        folder.Write("weights.bin", TfjsModels.SmallWeights());
        string path = folder.PathOf("model.json");
        var random = new Prng(99);
        int refused = 0;
        for (int i = 0; i < 1000; i++)
        {
            byte[] mutant = Mutate(original, ref random);
            if (!Survives(path, mutant, i))
                refused++;
        }

        Assert.InRange(refused, 50, 999);
    }

    [Theory]
    [InlineData("keras2_old.h5")]
    [InlineData("keras3.keras")]
    [InlineData("small.onnx")]
    [InlineData("timm.safetensors")]
    public void Every_kind_of_cut_is_refused(string file)
    {
        byte[] original = Fixtures.Bytes(file);
        int step = Math.Max(1, original.Length / 400);
        for (int length = 1; length < original.Length - 8; length += step)
        {
            byte[] cut = original[..length];
            Assert.Throws<SourceException>(() => Fixtures.Parse(file, cut));
        }
    }

    private static bool Survives(string file, byte[] mutant, int number)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        bool parsed = true;
        try
        {
            Fixtures.Parse(file, mutant);
        }
        catch (SourceException e)
        {
            parsed = false;
            Assert.DoesNotContain('\n', e.Message);
            Assert.InRange(e.Message.Length, 20, 600);
        }
        catch (Exception e)
        {
            Assert.Fail($"{file}, mutation {number}: {e}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostBytes, $"{file}, mutation {number}: {allocated} bytes");
        Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 5, $"{file}, mutation {number} took too long");
        return parsed;
    }

    private static byte[] Mutate(byte[] original, ref Prng random)
    {
        byte[] bytes = [.. original];
        int changes = random.Next(1, 4);
        for (int i = 0; i < changes; i++)
        {
            int at = random.Next(0, bytes.Length - 9);
            switch (random.Next(0, 5))
            {
                case 0:
                    bytes[at] = random.NextByte();
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(0, 7));
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at & ~7), Interesting[random.Next(0, Interesting.Length - 1)]);
                    break;
                case 3:
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at & ~3), (uint)Interesting[random.Next(0, Interesting.Length - 1)]);
                    break;
                case 4:
                    // Addresses of this file are multiples of 8: point one somewhere else in it.
                    BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at & ~7), (ulong)random.Next(0, bytes.Length) & ~7ul);
                    break;
                default:
                    int length = random.Next(1, Math.Min(64, bytes.Length - at));
                    original.AsSpan(random.Next(0, bytes.Length - length), length).CopyTo(bytes.AsSpan(at));
                    break;
            }
        }

        return random.Next(0, 15) == 0 ? bytes[..random.Next(1, bytes.Length)] : bytes;
    }
}
