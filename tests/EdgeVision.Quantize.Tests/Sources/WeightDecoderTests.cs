using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Tests.Sources;

public class WeightDecoderTests
{
    private static readonly SourceFile File = new("f", new byte[1]);

    public static TheoryData<string, byte[], float> Encodings => new()
    {
        { "Float16", [0x00, 0xC2], -3 },
        { "BFloat16", [0x40, 0xC0], -3 },
        { "Float32", [0, 0, 0x40, 0xC0], -3 },
        { "Float64", [0, 0, 0, 0, 0, 0, 0x08, 0xC0], -3 },
        { "UInt8", [253], 253 },
        { "Int8", [253], -3 },
        { "UInt16", [0xFD, 0xFF], 65533 },
        { "Int16", [0xFD, 0xFF], -3 },
        { "Int32", [0xFD, 0xFF, 0xFF, 0xFF], -3 },
        { "Int64", [0xFD, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], -3 },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_stored_type_is_decoded(string type, byte[] one, float expected)
    {
        FloatTensor tensor = new WeightDecoder(File, 10).Decode("t", [1, 2], Enum.Parse<ElementType>(type), [.. one, .. one]);

        Assert.Equal([expected, expected], tensor.Data);
        Assert.Equal([1, 2], tensor.Shape);
    }

    [Fact]
    public void Doubles_that_no_float_holds_are_refused()
    {
        byte[] bytes = BitConverter.GetBytes(1e60);

        var error = Assert.Throws<SourceException>(() => new WeightDecoder(File, 10).Decode("t", [1], ElementType.Float64, bytes));
        Expect.Text("'t': element 0 is infinite", error.Message);
    }

    [Fact]
    public void Permutations_move_dimensions()
    {
        var tensor = new FloatTensor([2, 3, 4], [.. Enumerable.Range(0, 24).Select(i => (float)i)]);

        FloatTensor moved = WeightLayout.Permute(tensor, 2, 0, 1);

        Assert.Equal([4, 2, 3], moved.Shape);
        for (int a = 0; a < 4; a++)
        {
            for (int b = 0; b < 2; b++)
            {
                for (int c = 0; c < 3; c++)
                    Assert.Equal((((b * 3) + c) * 4) + a, moved.Data[(((a * 2) + b) * 3) + c]);
            }
        }
    }
}
