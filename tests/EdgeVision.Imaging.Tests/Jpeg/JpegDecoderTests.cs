using EdgeVision.Imaging.Tests.Support;

namespace EdgeVision.Imaging.Tests.Jpeg;

public sealed class JpegDecoderTests
{
    private const byte Sof0 = 0xC0;
    private const byte Sof2 = 0xC2;
    private const byte Dht = 0xC4;
    private const byte Eoi = 0xD9;
    private const byte Sos = 0xDA;
    private const byte Dqt = 0xDB;
    private const byte Dri = 0xDD;
    private const byte App0 = 0xE0;
    private const byte App14 = 0xEE;

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-grey.jpg")]
    public void Huffman_tables_may_be_missing_as_in_Motion_JPEG(string name) =>
        AssertSamePixels(name, file => file.Without(Dht));

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-420-progressive.jpg")]
    public void Garbage_between_segments_is_skipped(string name)
    {
        AssertSamePixels(name, file => file.InsertBefore(Dqt, 0, 1, 0xFF, 0, 0xFF, 0xD3, 7));
        AssertSamePixels(name, file => file.InsertBefore(Sos, 0xFF, 0xFF, 0xFF, 0xFF));
        AssertSamePixels(name, file => file.InsertBefore(Eoi, 0x12, 0x34, 0xFF, 0x01));
        AssertSamePixels(name, file => file.InsertBefore(Dqt, JpegBytes.Segment(0xFE, 1, 2, 3)));
    }

    [Fact]
    public void Restart_intervals_must_be_marked_in_order()
    {
        byte[] file = TestPictures.Read("jpeg-restart-1-mcu.jpg");
        int third = IndexOf(file, 0xFF, 0xD2);
        Refused.Because("restart marker 2 is missing", [.. file[..third], .. file[(third + 2)..]]);
        file[third + 1] = 0xD3;
        Refused.Because("restart marker 2 is missing", file);
        file[third + 1] = 0xD2;
        byte[] pixels = ImageFile.Decode(file).Pixels;
        Assert.Equal(pixels, ImageFile.Decode([.. file[..third], 1, 2, 3, .. file[third..]]).Pixels);
        Assert.Equal(pixels, ImageFile.Decode([.. file[..third], 0xFF, 0xFF, .. file[third..]]).Pixels);
    }

    /// <summary>Two blocks, a restart marker between them; the first announces 2^14 empty blocks, the second has a coefficient.</summary>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0x10)]
    public void Runs_of_empty_blocks_end_at_restart_markers(byte approximation)
    {
        byte[] dcTable = [0x00, 1, .. new byte[15], 0];
        byte[] acTable = [0x10, 0, 3, .. new byte[14], 0xE0, 0x01, 0x00];
        RgbImage image = ImageFile.Decode(
        [
            0xFF, 0xD8,
            .. JpegBytes.Segment(Dqt, [0, .. Enumerable.Repeat((byte)200, 64)]),
            .. JpegBytes.Segment(Sof2, 8, 0, 8, 0, 16, 1, 1, 0x11, 0),
            .. JpegBytes.Segment(Dht, dcTable), .. JpegBytes.Segment(Dht, acTable),
            .. JpegBytes.Segment(Sos, 1, 1, 0, 0, 0, 0), 0b00_111111,
            .. JpegBytes.Segment(Dri, 0, 1),
            .. JpegBytes.Segment(Sos, 1, 1, 0, 1, 63, approximation), 0b00_000000, 0b00000000, 0xFF, 0xD0, 0b01_1_10_111,
            0xFF, Eoi,
        ]);
        Assert.Equal((128, 128), (image.Pixels[0], image.Pixels[21]));
        Assert.InRange(image.Pixels[24], 150, 170);
        Assert.InRange(image.Pixels[45], 86, 106);
    }

    [Fact]
    public void Three_components_mean_what_JFIF_then_Adobe_then_their_names_say()
    {
        byte[] rgb = TestPictures.Read("jpeg-rgb.jpg");
        byte[] raw = ImageFile.Decode(rgb).Pixels;
        byte[] jfif = JpegBytes.Segment(App0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        byte[] converted = ImageFile.Decode(new JpegBytes(rgb).InsertBefore(Dqt, jfif).ToArray()).Pixels;
        Assert.NotEqual(raw, converted);
        byte Clamp(double value) => (byte)Math.Clamp(value, 0, 255);
        for (int i = 0; i < raw.Length; i += 3)
        {
            int cb = raw[i + 1] - 128;
            int cr = raw[i + 2] - 128;
            Assert.InRange(converted[i] - Clamp(raw[i] + (1.402 * cr)), -1, 1);
            Assert.InRange(converted[i + 1] - Clamp(raw[i] - (0.344136 * cb) - (0.714136 * cr)), -1, 1);
            Assert.InRange(converted[i + 2] - Clamp(raw[i] + (1.772 * cb)), -1, 1);
        }

        Assert.Equal(raw, ImageFile.Decode(new JpegBytes(rgb).Without(App14).ToArray()).Pixels);
        Assert.Equal(converted, ImageFile.Decode(new JpegBytes(rgb).Set(App14, 15, 1).ToArray()).Pixels);
        Assert.Equal(converted, ImageFile.Decode(new JpegBytes(rgb).Without(App14).Set(Sof0, 10, 1).Set(Sos, 5, 1).ToArray()).Pixels);
    }

    [Theory]
    [InlineData(0xC1)]
    [InlineData(Sof0)]
    public void Baseline_and_extended_sequential_are_read_alike(byte marker)
    {
        byte[] file = TestPictures.Read("jpeg-420.jpg");
        byte[] pixels = ImageFile.Decode(file).Pixels;
        file[IndexOf(file, 0xFF, Sof0) + 1] = marker;
        Assert.Equal(pixels, ImageFile.Decode(file).Pixels);
    }

    [Theory]
    [InlineData(0xC3)]
    [InlineData(0xC5)]
    [InlineData(0xC9)]
    [InlineData(0xCF)]
    [InlineData(0xCC)]
    public void Other_codings_are_refused(byte marker)
    {
        byte[] file = TestPictures.Read("jpeg-420.jpg");
        file[IndexOf(file, 0xFF, Sof0) + 1] = marker;
        Refused.Because($"0xFF{marker:X2}) is not supported", file);
    }

    [Theory]
    [InlineData(4, 12, "12-bit")]
    [InlineData(6, 0, "37x0")]
    [InlineData(8, 0, "0x29")]
    [InlineData(9, 2, "2 components")]
    [InlineData(11, 0x01, "sampling 0x01")]
    [InlineData(11, 0x10, "sampling 0x10")]
    [InlineData(11, 0x51, "sampling 0x51")]
    [InlineData(11, 0x15, "sampling 0x15")]
    [InlineData(12, 4, "quantization table 4")]
    [InlineData(12, 3, "quantization table 3 is used but not defined")]
    [InlineData(3, 10, "end at byte 8")]
    public void Frame_headers_are_checked(int offset, byte value, string reason) =>
        Refused.Because(reason, Changed("jpeg-420.jpg", file => file.Set(Sof0, offset, value)));

    [Theory]
    [InlineData(4, 0, "scan of 0 components")]
    [InlineData(4, 4, "scan of 4 components")]
    [InlineData(5, 9, "component 9, which the frame lacks")]
    [InlineData(7, 1, "component 1 twice")]
    [InlineData(6, 0x40, "selector 0x40")]
    [InlineData(6, 0x04, "selector 0x04")]
    [InlineData(6, 0x20, "DC Huffman table 2 is used but not defined")]
    [InlineData(6, 0x02, "AC Huffman table 2 is used but not defined")]
    public void Scan_headers_are_checked(int offset, byte value, string reason) =>
        Refused.Because(reason, Changed("jpeg-420.jpg", file => file.Set(Sos, offset, value)));

    [Theory]
    [InlineData("jpeg-420-progressive.jpg", 11, 1, "1 to 0")]
    [InlineData("jpeg-420-progressive.jpg", 12, 5, "0 to 5")]
    [InlineData("jpeg-420-progressive.jpg", 13, 0x20, "bits 2 to 0")]
    [InlineData("jpeg-420-progressive.jpg", 13, 0x0E, "bits 0 to 14")]
    [InlineData("jpeg-420-progressive.jpg", 13, 0x11, "bits 1 to 1")]
    [InlineData("jpeg-grey-progressive.jpg", 7, 64, "64 to 0")]
    [InlineData("jpeg-grey-progressive.jpg", 8, 64, "0 to 64")]
    public void Progressive_scans_are_checked(string name, int offset, byte value, string reason) =>
        Refused.Because(reason, Changed(name, file => file.Set(Sos, offset, value)));

    [Fact]
    public void A_progressive_AC_scan_has_one_component_and_a_band()
    {
        byte[] scan = [3, 1, 0, 2, 0, 3, 0, 1, 63, 0];
        Refused.Because("of 3 component(s)", WithFirstScan(scan));
        Refused.Because("7 to 6", WithFirstScan([1, 1, 0, 7, 6, 0]));
        Refused.Because("7 to 64", WithFirstScan([1, 1, 0, 7, 64, 0]));

        static byte[] WithFirstScan(byte[] header) =>
            Changed("jpeg-420-progressive.jpg", file => file.InsertBefore(Sos, JpegBytes.Segment(Sos, header)));
    }

    [Fact]
    public void Missing_and_repeated_segments_are_refused()
    {
        Refused.Because("quantization table 0 is used but not defined", Changed("jpeg-420.jpg", file => file.Without(Dqt)));
        Refused.Because("a scan before the frame header", Changed("jpeg-420.jpg", file => file.Without(Sof0)));
        Refused.Because("without an end marker", Changed("jpeg-420-progressive.jpg", file => file.Without(Eoi)));
        Refused.Because("component 1 are missing", Changed("jpeg-420.jpg", file => file.Without(Sos)));
        Refused.Because("no frame header", [0xFF, 0xD8, 0xFF, 0xD9]);
        Refused.Because("second start marker", Changed("jpeg-420.jpg", file => file.InsertBefore(Dqt, 0xFF, 0xD8, 0, 0)));
        byte[] frame = new JpegBytes(TestPictures.Read("jpeg-420.jpg")).All(Sof0)[0];
        Refused.Because("second frame header", Changed("jpeg-420.jpg", file => file.InsertBefore(Sos, frame)));
        Refused.Because("end at byte 1", Changed("jpeg-420.jpg", file => file.InsertBefore(Sos, JpegBytes.Segment(Dri, 1))));
    }

    [Fact]
    public void A_component_without_a_scan_is_refused()
    {
        byte[] file = TestPictures.Read("jpeg-not-interleaved.jpg");
        List<byte[]> scans = new JpegBytes(file).All(Sos);
        Assert.Equal(3, scans.Count);
        int second = file.AsSpan().IndexOf(scans[1]);
        Refused.Because("the data of component 2 are missing", [.. file[..second], .. file[(second + scans[1].Length)..]]);
    }

    [Theory]
    [InlineData(Dqt, new byte[] { 0x20 }, "selector 0x20")]
    [InlineData(Dqt, new byte[] { 0x04 }, "selector 0x04")]
    [InlineData(Dqt, new byte[] { 0x00, 1, 2 }, "end at byte 3")]
    [InlineData(Dht, new byte[] { 0x20 }, "selector 0x20")]
    [InlineData(Dht, new byte[] { 0x04 }, "selector 0x04")]
    [InlineData(Dht, new byte[] { 0x00, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3 }, "too many codes of 1 bits")]
    [InlineData(Dht, new byte[] { 0x00, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4 }, "too many codes of 2 bits")]
    [InlineData(Dht, new byte[] { 0x00, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, "end at byte 18")]
    [InlineData(Dht, new byte[] { 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16 }, "size above 15")]
    [InlineData(Dht, new byte[] { 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0 }, "invalid Huffman code")]
    [InlineData(Dht, new byte[] { 0x10, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0xF0 }, "longer than its block")]
    public void Tables_are_checked(byte marker, byte[] content, string reason) =>
        Refused.Because(reason, Changed("jpeg-grey.jpg", file => file.InsertBefore(Sos, JpegBytes.Segment(marker, content))));

    [Theory]
    [InlineData(0x00, 0xF0, "longer than its block")]
    [InlineData(0x10, 0x02, "refinement of 2 bits")]
    [InlineData(0x10, 0xF1, "longer than its block")]
    public void Progressive_AC_data_are_checked(byte bits, byte symbol, string reason)
    {
        byte[] table = [0x10, 2, .. new byte[15], symbol, symbol];
        byte[] scan = JpegBytes.Segment(Sos, 1, 1, 0, 1, 63, bits);
        Refused.Because(reason, Changed("jpeg-grey-progressive.jpg", file => file
            .InsertBefore(Eoi, [.. JpegBytes.Segment(Dht, table), .. scan, .. new byte[1000]])));
    }

    [Fact]
    public void Sixteen_bit_quantization_tables_are_read()
    {
        AssertSamePixels("jpeg-grey.jpg", file =>
        {
            byte[] narrow = file.All(Dqt)[0];
            byte[] wide = [.. narrow[5..69].SelectMany(value => new byte[] { 0, value })];
            return file.Without(Dqt).InsertBefore(Sof0, JpegBytes.Segment(Dqt, [0x10, .. wide]));
        });
    }

    [Fact]
    public void A_quantization_table_counts_as_it_was_at_the_components_first_scan() =>
        AssertSamePixels("jpeg-grey-progressive.jpg", file =>
        {
            byte[] other = JpegBytes.Segment(Dqt, [0, .. Enumerable.Repeat((byte)99, 64)]);
            return file.InsertBefore(Eoi, [.. other, .. JpegBytes.EmptyBandTable, .. JpegBytes.EmptyScan(2)]);
        });

    private static void AssertSamePixels(string name, Func<JpegBytes, JpegBytes> change) =>
        Assert.Equal(ImageFile.Load(TestPictures.PathOf(name)).Pixels, ImageFile.Decode(Changed(name, change)).Pixels);

    private static byte[] Changed(string name, Func<JpegBytes, JpegBytes> change) =>
        change(new JpegBytes(TestPictures.Read(name))).ToArray();

    private static int IndexOf(byte[] file, params byte[] bytes) => file.AsSpan().IndexOf(bytes);
}
