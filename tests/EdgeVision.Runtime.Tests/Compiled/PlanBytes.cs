using System.Buffers.Binary;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>Finds and changes numbers of a plan's file; docs/compiled-plans.md says where they are.</summary>
internal static class PlanBytes
{
    public const int FileBytes = 8, ArenaBytes = 20, DescriptionEnd = 24, BlockCount = 28, TensorCount = 32, StepCount = 44;

    public static int Get(byte[] file, int offset) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(offset));

    public static void Set(byte[] file, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);

    /// <summary>Where the only block of this length is described.</summary>
    public static int BlockOf(byte[] file, int length) =>
        Enumerable.Range(0, Get(file, BlockCount)).Select(BlockAt).Single(at => Get(file, at + sizeof(int)) == length);

    /// <summary>Where the tensor of this index in the model is described.</summary>
    public static int TensorAt(byte[] file, int modelIndex) => Tensors(file).First(at => Get(file, at) == modelIndex);

    /// <summary>Where the number of the first input is.</summary>
    public static int InputsAt(byte[] file) => After(file, Tensors(file).Last());

    /// <summary>Where each tensor is described, in the order of their numbers.</summary>
    public static IEnumerable<int> Tensors(byte[] file)
    {
        int at = BlockAt(Get(file, BlockCount));
        for (int left = Get(file, TensorCount); left > 0; left--, at = After(file, at))
            yield return at;
    }

    /// <summary>The same file with so many bytes of 0, a multiple of 64, at the end of its description.</summary>
    public static byte[] WithLongerDescription(byte[] file, int bytes)
    {
        byte[] head = [.. file[..Get(file, DescriptionEnd)]];
        for (int i = 0; i < Get(file, BlockCount); i++)
            Set(head, BlockAt(i), Get(head, BlockAt(i)) + bytes);
        Set(head, FileBytes, file.Length + bytes);
        Set(head, DescriptionEnd, head.Length + bytes);
        return [.. head, .. new byte[bytes], .. file[head.Length..]];
    }

    /// <summary>Where a block's offset is; its length follows.</summary>
    public static int BlockAt(int number) => PlanFormat.HeaderBytes + (2 * sizeof(int) * number);

    private static int After(byte[] file, int tensor)
    {
        int rank = tensor + (sizeof(int) * (Get(file, tensor + 16) == 1 ? 7 : 5));
        return rank + (sizeof(int) * (1 + Get(file, rank)));
    }
}
