using System.Buffers.Binary;
using System.Diagnostics;
using EdgeVision.Imaging.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests;

/// <summary>Damages files at random: each must decode or be refused properly, soon, and without much memory.</summary>
public sealed class FuzzTests
{
    private const int MutationsPerFile = 400;

    private static readonly DecoderLimits Limits = new() { MaxPixels = 1_000_000 };

    [Theory]
    [InlineData("jpeg-444.jpg")]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-420-progressive.jpg")]
    [InlineData("jpeg-successive-approximation.jpg")]
    [InlineData("jpeg-restart-1-mcu.jpg")]
    [InlineData("jpeg-restart-rows-progressive.jpg")]
    [InlineData("jpeg-cmyk-progressive.jpg")]
    [InlineData("jpeg-ycck.jpg")]
    [InlineData("jpeg-not-interleaved.jpg")]
    [InlineData("jpeg-sampling-4x4.jpg")]
    [InlineData("jpeg-orientation-6.jpg")]
    [InlineData("png-rgb.png")]
    [InlineData("png-palette-2.png")]
    [InlineData("png-orientation-6.png")]
    [InlineData("png-grey-alpha.png")]
    [InlineData("bmp-core.bmp")]
    [InlineData("bmp-rle8.bmp")]
    [InlineData("bmp-rle4.bmp")]
    [InlineData("bmp-16-565.bmp")]
    [InlineData("bmp-4-few-colours.bmp")]
    [InlineData("p1.pbm")]
    [InlineData("p4.pbm")]
    [InlineData("p3-maxval-100.ppm")]
    [InlineData("p6-maxval-1000.ppm")]
    public void Damaged_files_decode_or_are_refused(string name)
    {
        byte[] original = TestPictures.Read(name);
        var prng = new Prng((uint)original.Length);
        int refused = 0;
        for (int i = 0; i < MutationsPerFile; i++)
        {
            byte[] file = Mutate(original, ref prng);
            if (name.EndsWith(".png", StringComparison.Ordinal))
                CorrectChecksums(file);
            refused += DecodesOrIsRefused(file) ? 0 : 1;
        }

        Assert.InRange(refused, 1, MutationsPerFile);
    }

    [Fact]
    public void Interlaced_files_with_random_headers_decode_or_are_refused()
    {
        var prng = new Prng(31);
        byte[] rows = new byte[400];
        int decoded = 0;
        for (int i = 0; i < 2000; i++)
        {
            prng.Fill(rows);
            for (int k = 0; k < rows.Length; k++)
                rows[k] %= 5;
            byte[] file = new PngBuilder()
                .Header(prng.Next(1, 12), prng.Next(1, 12), 1 << prng.Next(0, 4), prng.Next(0, 6), 1)
                .Chunk("PLTE", new byte[3 * prng.Next(1, 256)])
                .Data(rows)
                .End();
            decoded += DecodesOrIsRefused(file) ? 1 : 0;
        }

        Assert.InRange(decoded, 50, 1950);
    }

    private static bool DecodesOrIsRefused(byte[] file)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        try
        {
            RgbImage image = ImageFile.Decode(file, Limits);
            Assert.InRange((long)image.Width * image.Height, 1, Limits.MaxPixels);
            return true;
        }
        catch (ImageFormatException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 40 * Limits.MaxPixels);
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }
    }

    private static byte[] Mutate(byte[] original, ref Prng prng)
    {
        List<byte> file = [.. original];
        for (int count = prng.Next(1, 4); count > 0 && file.Count > 2; count--)
        {
            int at = prng.Next(2, file.Count - 1);
            switch (prng.Next(0, 9))
            {
                case 0:
                    file.RemoveRange(at, file.Count - at);
                    break;
                case 1:
                    file.RemoveRange(at, Math.Min(prng.Next(1, 20), file.Count - at));
                    break;
                case 2:
                    file.InsertRange(at, file.GetRange(at, Math.Min(prng.Next(1, 40), file.Count - at)));
                    break;
                case 3:
                    file[at] = 0xFF;
                    break;
                case 4:
                    file[at] = 0;
                    break;
                case 5:
                    file[at] = prng.NextByte();
                    break;
                default:
                    file[at] ^= (byte)(1 << prng.Next(0, 7));
                    break;
            }
        }

        return [.. file];
    }

    /// <summary>Lets damage reach what the checksums of chunks would protect.</summary>
    private static void CorrectChecksums(byte[] png)
    {
        for (int start = 8; start + 12 <= png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(start));
            if (length < 0 || length > png.Length - start - 12)
                return;
            uint crc = PngBuilder.Crc(png.AsSpan(start + 4, length + 4));
            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(start + 8 + length), crc);
            start += length + 12;
        }
    }
}
