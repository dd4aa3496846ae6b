using System.Buffers.Binary;
using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model.Tests;

public class FlatBufferTests
{
    [Fact]
    public void Fields_of_every_kind_survive()
    {
        var b = new FlatBufferBuilder(1);
        int text = b.String("grün");
        int numbers = b.Scalars<long>([1, -2, long.MaxValue]);
        b.StartTable(1);
        b.Field(0, (short)-5);
        int nested = b.EndTable();
        int tables = b.Objects([nested, nested]);
        b.StartTable(9);
        b.Field(0, (byte)200);
        b.Field(1, -7);
        b.Field(2, 1.5);
        b.Object(3, text);
        b.Object(4, numbers);
        b.Object(5, nested);
        b.Object(6, tables);
        b.Flag(7, true);
        b.Field(8, 3f, 3f);
        FlatTable root = RootOf(b.Finish(b.EndTable(), "TEST"u8));

        Assert.Equal(200, root.Scalar<byte>(0));
        Assert.Equal(-7, root.Scalar<int>(1));
        Assert.Equal(1.5, root.Scalar<double>(2));
        Assert.Equal("grün", root.String(3));
        Assert.Equal([1, -2, long.MaxValue], root.Scalars<long>(4));
        Assert.Equal(-5, root.Table(5).Scalar<short>(0));
        Assert.Equal(2, root.Tables(6).Count);
        Assert.Equal(-5, root.Tables(6)[1].Scalar<short>(0));
        Assert.True(root.Flag(7));
        Assert.False(root.Has(8));
        Assert.Equal(3f, root.Scalar(8, 3f));
    }

    [Fact]
    public void Absent_fields_have_defaults()
    {
        var b = new FlatBufferBuilder(1);
        b.StartTable(0);
        FlatTable root = RootOf(b.Finish(b.EndTable(), "TEST"u8));
        foreach (FlatTable table in (FlatTable[])[root, default])
        {
            Assert.Equal(9, table.Scalar(0, 9));
            Assert.Null(table.String(1));
            Assert.Empty(table.Scalars<int>(2));
            Assert.True(table.Bytes(3).IsEmpty);
            Assert.Equal(0, table.Tables(4).Count);
            Assert.Equal(0, table.Table(5).Scalar<int>(0));
            Assert.False(table.Flag(6));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(100)]
    public void Vectors_are_aligned_in_the_finished_buffer(int length)
    {
        var b = new FlatBufferBuilder(1);
        int text = b.String(new string('x', length));
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)(i + 1))];
        int data = b.Scalars<byte>(content, 16);
        int wide = b.Scalars<double>([0.5]);
        b.StartTable(4);
        b.Object(0, data);
        b.Object(1, text);
        b.Object(2, wide);
        b.Field(3, 2.5);
        byte[] file = b.Finish(b.EndTable(), "TEST"u8);
        FlatTable root = RootOf(file);
        Assert.True(file.AsSpan().Overlaps(root.Bytes(0).Span, out int offset));
        Assert.Equal(0, offset % 16);
        Assert.Equal(content, root.Bytes(0).ToArray());
        Assert.Equal(0, file.AsSpan().IndexOf(BitConverter.GetBytes(0.5)) % 8);
        Assert.Equal(0, file.AsSpan().IndexOf(BitConverter.GetBytes(2.5)) % 8);
    }

    [Fact]
    public void Tables_of_one_shape_share_a_vtable()
    {
        // Each further table: its offset to the vtable, one field, and its place in the vector.
        Assert.Equal(9 * (4 + 4 + 4), LengthWith(10) - LengthWith(1));

        static int LengthWith(int count)
        {
            var b = new FlatBufferBuilder(1);
            var tables = new int[count];
            for (int i = 0; i < count; i++)
            {
                b.StartTable(1);
                b.Field(0, i + 1);
                tables[i] = b.EndTable();
            }

            int vector = b.Objects(tables);
            b.StartTable(2);
            b.Object(1, vector);
            return b.Finish(b.EndTable(), "TEST"u8).Length;
        }
    }

    [Theory]
    [InlineData(0, 0x7FFFFFFFu, "are outside the 36 bytes")] // Root offset.
    [InlineData(0, 0xFFFFFFFFu, "are outside the 36 bytes")]
    [InlineData(8, 0x7FFFFFFFu, "are outside the 36 bytes")] // Root table's offset to its vtable: far before the file.
    [InlineData(8, 0x80000000u, "are outside the 36 bytes")] // … far behind it.
    [InlineData(8, 0xFFFFFFF0u, "impossible size")] // … into data that is no vtable.
    [InlineData(16, 0x00040003u, "impossible size")] // vtable of 3 bytes.
    [InlineData(16, 0x00040005u, "impossible size")] // vtable of odd size.
    [InlineData(16, 0x0008FFFEu, "are outside the 36 bytes")] // vtable beyond the end.
    [InlineData(16, 0x00030006u, "impossible size")] // Table of 3 bytes.
    [InlineData(16, 0xFFFF0006u, "are outside the 36 bytes")] // Table beyond the end.
    [InlineData(20, 0x00000005u, "field 0 lies outside")] // Field across the end of the table.
    [InlineData(20, 0x00000002u, "field 0 lies outside")] // Field on the offset to the vtable.
    [InlineData(12, 0x7FFFFFFFu, "are outside the 36 bytes")] // Vector far away.
    [InlineData(12, 0xFFFFFFFFu, "are outside the 36 bytes")] // … or wrapped to just before itself.
    [InlineData(24, 0x80000000u, "are outside the 36 bytes")] // 2^31 elements.
    [InlineData(24, 0x40000001u, "are outside the 36 bytes")] // Elements whose bytes wrap to 4 in 32 bits.
    [InlineData(24, 0xFFFFFFFFu, "are outside the 36 bytes")]
    public void Hostile_numbers_are_refused(int position, uint value, string message)
    {
        byte[] file = SmallFile();
        Assert.Equal([7, 8], RootOf(file).Scalars<int>(0));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(position), value);
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => RootOf(file).Scalars<int>(0)).Message);
    }

    [Fact]
    public void Work_is_bounded_when_everything_refers_to_the_same_bytes()
    {
        // 4,000 offsets to one table that holds a vector of 4,000 numbers: 64 MB of copies out of a file of 32 KB.
        var b = new FlatBufferBuilder(1);
        int numbers = b.Scalars<int>(new int[4000]);
        b.StartTable(1);
        b.Object(0, numbers);
        int table = b.EndTable();
        int[] same = new int[4000];
        Array.Fill(same, table);
        int vector = b.Objects(same);
        b.StartTable(1);
        b.Object(0, vector);
        byte[] file = b.Finish(b.EndTable(), "TEST"u8);

        FlatTables tables = RootOf(file).Tables(0);
        int read = 0;
        string message = Assert.Throws<ModelFormatException>(() =>
        {
            for (; read < tables.Count; read++)
                tables[read].Scalars<int>(0);
        }).Message;
        Assert.Contains("referenced too often", message);
        Assert.InRange(read, 2, 10);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 8, 0, 0, 0, 84, 69, 83 })]
    [InlineData(new byte[] { 8, 0, 0, 0, 84, 69, 83, 85, 0, 0, 0, 0 })]
    public void Other_files_are_named_as_such(byte[] file) =>
        Assert.Equal(
            "file: this is not a test; give the path of one",
            Assert.Throws<ModelFormatException>(() => RootOf(file)).Message);

    [Fact]
    public void Messages_name_the_part_being_read()
    {
        var buffer = new FlatBuffer(new byte[4], "file");
        buffer.Enter("tensor", 3);
        Assert.StartsWith("file: tensor 3: 4 bytes at 2 are outside the 4 bytes", Message());
        buffer.Leave();
        Assert.StartsWith("file: 4 bytes", Message());

        string Message() => Assert.Throws<ModelFormatException>(() => buffer.UInt32(2)).Message;
    }

    private static FlatTable RootOf(byte[] file) => new FlatBuffer(file, "file").Root("TEST"u8, "a test");

    // 0 root offset 8, 4 identifier, 8 table (vtable at 16), 12 its field, 16 vtable (6, 8, 4), 24 vector (2: 7, 8).
    private static byte[] SmallFile()
    {
        var file = new byte[36];
        int[] words = [8, 0x54534554, -8, 12, (8 << 16) | 6, 4, 2, 7, 8];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(i * 4), words[i]);
        return file;
    }
}
