using System.Security.Cryptography;
using EdgeVision.App.Models;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Models;

public class SmallSha256Tests
{
    /// <summary>Every way to fill the last block up, and several whole ones before it.</summary>
    [Fact]
    public void It_is_the_run_times_hash_for_every_length()
    {
        var random = new Prng(0x5A256);
        for (int length = 0; length <= 330; length++)
        {
            byte[] data = new byte[length];
            random.Fill(data);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(data)), SmallSha256.Of(data));
        }
    }

    [Fact]
    public void The_standards_example() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", SmallSha256.Of("abc"u8));
}
