using System.Buffers.Binary;
using System.Text;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Tests.Sources;

public class SafetensorsTests
{
    [Theory]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,12]}}", "data_offsets lie outside the 8 bytes")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-4,4]}}", "data_offsets lie outside")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", "data_offsets lie outside")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", "shape [3] of Float32 does not fit its 8 bytes")]
    [InlineData("{\"w\":{\"dtype\":\"I8\",\"shape\":[8],\"data_offsets\":[0,8]}}", "dtype 'I8' is not supported")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", "'w' has no shape")]
    [InlineData("{\"w\":", "the header is not valid JSON")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "stands where a MobileNetV1 has the convolution 'conv1'")]
    public void Errors_name_what_is_wrong(string header, string problem) =>
        Expect.Text(problem, Message(File(header, new byte[8])));

    [Fact]
    public void The_same_bytes_cannot_be_named_again_and_again()
    {
        const string Entry = "{\"dtype\":\"BF16\",\"shape\":[500],\"data_offsets\":[0,1000]}";
        string header = "{" + string.Join(",", Enumerable.Range(0, 100).Select(i => $"\"t{i}\":{Entry}")) + "}";

        Expect.Text("more weights than it can hold", Message(File(header, new byte[1000])));
    }

    [Theory]
    [InlineData("blocks.3.2.bn1.running_var", "blocks.3.2.bn1.running_foo", "normalization with 'moving_variance'")]
    [InlineData("blocks.4.0.conv_pw.weight", "blocks.4.0.conv_xx.weight", "stands where a MobileNetV1 has the")]
    [InlineData("classifier.weight", "classifier.wEIght", "has the classifier")]
    public void A_missing_tensor_is_named(string from, string to, string problem) =>
        Expect.Text(problem, Message(Fixtures.Replace(Fixtures.Bytes("timm.safetensors"), from, to)));

    [Fact]
    public void Half_types_are_widened()
    {
        // A stem whose 27 weights are all 1.5: conv1 is read before the next layer is missed.
        foreach ((string type, ushort bits) in new[] { ("F16", (ushort)0x3E00), ("BF16", (ushort)0x3FC0) })
        {
            byte[] data = new byte[54];
            for (int i = 0; i < 54; i += 2)
                BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(i), bits);
            string message = Message(File($"{{\"conv_stem.weight\":{{\"dtype\":\"{type}\",\"shape\":[1,3,3,3],\"data_offsets\":[0,54]}}}}", data));
            Expect.Text("the weights end before layer 'conv_dw_1'", message);
        }
    }

    private static string Message(byte[] bytes) => Assert.Throws<SourceException>(() => Fixtures.Parse("m.safetensors", bytes)).Message;

    private static byte[] File(string header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
