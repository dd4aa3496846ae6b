using System.Buffers.Binary;
using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>
/// A plan from a file that <see cref="PlanCompiler"/> wrote. Nothing is planned or packed when it is loaded, and the file's weights are used
/// where they lie. Any number of <see cref="CompiledSession"/>s may share it.
/// </summary>
public sealed class CompiledPlan
{
    private readonly CompiledTensor[] _tensors;
    private readonly CompiledTensor[] _inputs;
    private readonly CompiledTensor[] _outputs;

    internal CompiledPlan(
        Isa isa, int arenaBytes, int fileBytes, CompiledTensor[] tensors, int[] inputs, int[] outputs, Step[] code, object owner)
    {
        Isa = isa;
        ArenaBytes = arenaBytes;
        FileBytes = fileBytes;
        _tensors = tensors;
        (InputNumbers, OutputNumbers) = (inputs, outputs);
        _inputs = Pick(tensors, inputs);
        _outputs = Pick(tensors, outputs);
        Code = code;
        Owner = owner;
    }

    /// <summary>The instruction set that it was compiled for.</summary>
    public Isa Isa { get; }

    /// <summary>Exact size of the arena in bytes.</summary>
    public int ArenaBytes { get; }

    /// <summary>Size of the file in bytes.</summary>
    public int FileBytes { get; }

    /// <summary>The model that it was compiled from, as <see cref="PlanCompiler.HashOf"/> names it; all 0 if it is not known.</summary>
    public unsafe string ModelHash
    {
        get
        {
            string hash = Convert.ToHexStringLower(new ReadOnlySpan<byte>((byte*)Header + PlanFormat.ModelHashOffset, PlanFormat.ModelHashBytes));
            GC.KeepAlive(this);
            return hash;
        }
    }

    /// <summary>The model's inputs.</summary>
    public IReadOnlyList<CompiledTensor> Inputs => _inputs;

    /// <summary>The model's outputs.</summary>
    public IReadOnlyList<CompiledTensor> Outputs => _outputs;

    /// <summary>What the plan says about its model; <see langword="null"/> if nothing.</summary>
    public PlanMetadata? Metadata { get; private set; }

    /// <summary>Number of steps.</summary>
    public int StepCount => Code.Length;

    internal CompiledTensor[] Tensors => _tensors;

    internal int[] InputNumbers { get; }

    internal int[] OutputNumbers { get; }

    internal Step[] Code { get; }

    /// <summary>The address of the file's first byte.</summary>
    internal nint Header { get; init; }

    /// <summary>The address of <see cref="Metadata"/>'s first byte; 0 without any.</summary>
    internal nint MetadataStart { get; init; }

    /// <summary>How many bytes these are.</summary>
    internal int MetadataBytes { get; init; }

    /// <summary>What keeps constants and weights where they are.</summary>
    internal object Owner { get; }

    /// <summary>
    /// Maps a file into memory and checks all of it. The file must not be made shorter while the plan is in use, which would end the process;
    /// to replace it, write another one and rename that, as <c>edgevision compile</c> does.
    /// </summary>
    /// <exception cref="PlanFormatException">It is not a plan, damaged, or for another machine; one line that names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CompiledPlan Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        MappedFile file;
        try
        {
            file = MappedFile.Open(path);
        }
        catch (Exception failure) when (failure is ArgumentException || Directory.Exists(path))
        {
            throw new PlanFormatException($"{path}: this is not a compiled plan"); // an empty file or a folder cannot be mapped
        }

        return Load(file, path);
    }

    /// <summary>Whether a file is there and begins as compiled plans do; nothing else of it is looked at.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsPlan(string path)
    {
        if (!File.Exists(path))
            return false;
        Span<byte> first = stackalloc byte[sizeof(int)];
        using FileStream file = File.OpenRead(path);
        return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length
            && BinaryPrimitives.ReadInt32LittleEndian(first) == PlanFormat.Magic;
    }

    /// <summary>The tensor that a step writes.</summary>
    /// <param name="step">In [0, <see cref="StepCount"/>).</param>
    public CompiledTensor WrittenBy(int step) => _tensors[Code[step].Writes];

    internal static unsafe CompiledPlan Load(MappedFile file, string name)
    {
        PlanReader? reader = null;
        try
        {
            CompiledPlan plan = PlanLoader.Load(file.Start, file.Length, file, IsaPolicy.Auto, out reader);
            if (plan.MetadataStart != 0)
                plan.Metadata = MetadataFormat.Read(new ReadOnlySpan<byte>((byte*)plan.MetadataStart, plan.MetadataBytes));
            GC.KeepAlive(file);
            return plan;
        }
        catch (PlanFormatException wrong)
        {
            throw new PlanFormatException($"{name}: {wrong.Message}", wrong);
        }
        catch (KernelException refusal)
        {
            throw new PlanFormatException($"{name}: {reader?.Where()}: {refusal.Message}", refusal);
        }
    }

    private static CompiledTensor[] Pick(CompiledTensor[] tensors, int[] numbers)
    {
        var picked = new CompiledTensor[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            picked[i] = tensors[numbers[i]];
        return picked;
    }
}
