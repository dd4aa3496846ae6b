using System.Buffers.Binary;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Fuzzing;

/// <summary>Damages a file: flipped bits, overwritten words, cut ends, and numbers that are interesting in offsets, sizes and indices.</summary>
internal static class Mutations
{
    private static readonly uint[] Interesting =
        [0, 1, 2, 3, 4, 5, 7, 8, 16, 32, 64, 127, 128, 255, 256, 0x3F80_0000, 0x7F80_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFFE, 1u << 20, 1u << 28];

    public static byte[] Damage(byte[] file, ref Prng random)
    {
        byte[] damaged = [.. file];
        for (int i = random.Next(1, 3); i > 0; i--)
            DamageOnce(damaged, ref random);
        return random.Next(0, 19) == 0 ? damaged[..random.Next(0, damaged.Length - 1)] : damaged;
    }

    private static void DamageOnce(byte[] file, ref Prng random)
    {
        int at = random.Next(0, file.Length - 5);
        switch (random.Next(0, 3))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(0, 7));
                break;
            case 1:
                file[at] = random.NextByte();
                break;
            case 2:
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at / 4 * 4), Interesting[random.Next(0, Interesting.Length - 1)]);
                break;
            default:
                BinaryPrimitives.WriteInt32LittleEndian(
                    file.AsSpan(at / 4 * 4), BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at / 4 * 4)) + random.Next(-4, 4));
                break;
        }
    }
}
