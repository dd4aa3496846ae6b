using System.Diagnostics;
using System.Text;
using EdgeVision.Imaging.Tests.Support;

namespace EdgeVision.Imaging.Tests;

/// <summary>Small files that claim or would unfold to something large.</summary>
public sealed class BombTests
{
    private const byte Dht = 0xC4;
    private const byte Sof2 = 0xC2;
    private const byte Eoi = 0xD9;
    private const byte Sos = 0xDA;
    private const byte Dqt = 0xDB;

    public static TheoryData<string, byte[]> HeadersOnly() => new()
    {
        { "more than the 64,000,000 pixels", JpegOfSize(0xFF, 0xFF, 0xFF, 0xFF) },
        { "too many for the file's last", JpegOfSize(0x1F, 0x40, 0x1F, 0x40) },
        { "more than the 64,000,000 pixels", new PngBuilder().Header(65535, 65535, 8, 2).Data(0).End() },
        { "more than the 64,000,000 pixels", new PngBuilder().Header(-1, -1, 16, 6).Data(0).End() },
        { "too few for 8000x8000", new PngBuilder().Header(8000, 8000, 16, 6).Data(new byte[1000]).End() },
        { "more than the 64,000,000 pixels", Encoding.ASCII.GetBytes("P6 65535 65535 255\n") },
        { "needs 192000000 bytes", Encoding.ASCII.GetBytes("P6 8000 8000 255\n") },
        { "more than the 64,000,000 pixels", Bmp(65535, 65535, 8) },
        { "do not fit", Bmp(8000, 8000, 8) },
    };

    [Theory]
    [MemberData(nameof(HeadersOnly))]
    public void A_header_alone_costs_no_memory(string reason, byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused.Because(reason, file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Zeros_behind_the_last_row_are_not_decompressed()
    {
        byte[] file = new PngBuilder().Header(1, 1, 8, 2).Data(new byte[200_000_000]).End();
        Assert.InRange(file.Length, 0, 2_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal<byte>([0, 0, 0], ImageFile.Decode(file).Pixels);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Compressed_metadata_are_not_decompressed()
    {
        byte[] profile = [(byte)'p', 0, 0, .. PngBuilder.Compress(new byte[50_000_000])];
        byte[] file = new PngBuilder().Header(1, 1, 8, 2).Chunk("iCCP", profile).Data(0, 1, 2, 3).End();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal<byte>([1, 2, 3], ImageFile.Decode(file).Pixels);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Thousands_of_scans_are_refused()
    {
        JpegBytes jpeg = new(TestPictures.Read("jpeg-grey-progressive.jpg"));
        jpeg.InsertBefore(Eoi, JpegBytes.EmptyBandTable);
        for (int i = 0; i < 5000; i++)
            jpeg.InsertBefore(Eoi, JpegBytes.EmptyScan(2));
        Refused.Because("more than 100 scans", jpeg.ToArray());
    }

    /// <summary>A picture of 16 megapixels in 31 KB: a first scan of one bit a block, then as many empty scans as are allowed.</summary>
    [Fact]
    public void The_most_scans_of_a_large_picture_take_bounded_time()
    {
        byte[] oneBitDc = [0x00, 1, .. new byte[15], 0];
        List<byte> file =
        [
            0xFF, 0xD8,
            .. JpegBytes.Segment(Dqt, [0, .. Enumerable.Repeat((byte)1, 64)]),
            .. JpegBytes.Segment(Sof2, 8, 0x0F, 0xA0, 0x0F, 0xA0, 1, 1, 0x11, 0),
            .. JpegBytes.Segment(Dht, oneBitDc), .. JpegBytes.EmptyBandTable,
            .. JpegBytes.Segment(Sos, 1, 1, 0, 0, 0, 0), .. new byte[31250],
        ];

        // Sixteen times 2^14 blocks without coefficients, 15 bits each, are more than the 250,000 there are.
        for (int i = 0; i < 99; i++)
            file.AddRange(JpegBytes.EmptyScan(30));
        file.AddRange([0xFF, 0xD9]);
        var watch = Stopwatch.StartNew();
        RgbImage image = ImageFile.Decode([.. file]);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal((4000, 4000, 128), (image.Width, image.Height, image.Pixels[0]));
    }

    private static byte[] JpegOfSize(byte heightHigh, byte heightLow, byte widthHigh, byte widthLow) =>
        new JpegBytes(TestPictures.Read("jpeg-420-progressive.jpg"))
            .Set(Sof2, 5, heightHigh).Set(Sof2, 6, heightLow).Set(Sof2, 7, widthHigh).Set(Sof2, 8, widthLow).ToArray();

    private static byte[] Bmp(int width, int height, int bits)
    {
        byte[] file = TestPictures.Read("bmp-palette-8.bmp");
        BitConverter.TryWriteBytes(file.AsSpan(18), width);
        BitConverter.TryWriteBytes(file.AsSpan(22), height);
        BitConverter.TryWriteBytes(file.AsSpan(28), (short)bits);
        return file;
    }
}
