using System.Numerics;

namespace EdgeVision.Runtime;

/// <summary>CRC-32C (Castagnoli), for which x64 and ARM64 have instructions.</summary>
internal static unsafe class Checksum
{
    /// <summary>Of a plan: everything but the checksum itself.</summary>
    public static uint Of(byte* plan, int length)
    {
        uint crc = Add(uint.MaxValue, plan, PlanFormat.ChecksumOffset);
        const int Rest = PlanFormat.ChecksumOffset + sizeof(uint);
        return ~Add(crc, plan + Rest, length - Rest);
    }

    private static uint Add(uint crc, byte* from, int length)
    {
        int i = 0;
        for (; i <= length - sizeof(ulong); i += sizeof(ulong))
            crc = BitOperations.Crc32C(crc, *(ulong*)(from + i));
        for (; i < length; i++)
            crc = BitOperations.Crc32C(crc, from[i]);
        return crc;
    }
}
