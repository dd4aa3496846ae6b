namespace EdgeVision.Arm64Program.Support;

/// <summary>Packed weights as in a plan's file, with a page behind each block where a read too many ends the program.</summary>
internal static unsafe class GuardedBlocks
{
    private const int Most = 8;
    private const int Room = 1 << 20;
    private static readonly nint[] Areas = new nint[Most];

    /// <summary>Valid until the next call.</summary>
    public static PackedBlock[] Copy(PackedBlock[] blocks)
    {
        var copies = new PackedBlock[blocks.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Length > Room)
                throw new InvalidOperationException("a packed block is larger than the guarded area");
            if (Areas[i] == 0)
                Areas[i] = (nint)Host.Guarded(Room);

            // Blocks start at cache lines, so up to a line less one byte stays before the page.
            nint bytes = ((nint)blocks[i].Length + CacheLine.Bytes - 1) / CacheLine.Bytes * CacheLine.Bytes;
            copies[i] = new PackedBlock(Areas[i] + Room - bytes, blocks[i].Length, copies);
            blocks[i].Bytes.CopyTo(new Span<byte>((void*)copies[i].Start, (int)blocks[i].Length));
        }

        return copies;
    }
}
