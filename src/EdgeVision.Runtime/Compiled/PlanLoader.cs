using EdgeVision.Kernels;

namespace EdgeVision.Runtime;

/// <summary>Makes steps of a plan's bytes, after checking every number of them. It plans and packs nothing.</summary>
internal static unsafe class PlanLoader
{
    private const int MinTensorBytes = 6 * sizeof(int), MinStepBytes = 3 * sizeof(int), BlockBytes = 2 * sizeof(int);

    /// <summary>Reads a plan.</summary>
    /// <param name="start">Its first byte, at a multiple of 64; the bytes must stay as they are, and where they are.</param>
    /// <param name="length">In bytes.</param>
    /// <param name="owner">What keeps the memory where it is.</param>
    /// <param name="machine">The instruction sets that there are.</param>
    /// <param name="reader">What reads, for who wants to know where a kernel refused.</param>
    /// <exception cref="PlanFormatException">It is not a plan, damaged, or for another machine.</exception>
    /// <exception cref="KernelException">Parameters, kernel and packed weights of a step do not fit together.</exception>
    public static CompiledPlan Load(byte* start, long length, object owner, IsaPolicy machine, out PlanReader reader)
    {
        if (length < PlanFormat.HeaderBytes || ((nint)start & (PlanFormat.Alignment - 1)) != 0 || *(int*)start != PlanFormat.Magic)
            throw new PlanFormatException("this is not a compiled plan");
        var header = (int*)start;
        if (header[1] != PlanFormat.Version)
            throw WrongVersion(header[1]);
        if (header[2] != length || length % PlanFormat.Alignment != 0)
            throw WrongLength(length, header[2]);
        if ((uint)header[3] != Checksum.Of(start, (int)length))
            throw new PlanFormatException("it is damaged: its checksum is another one");
        (Isa isa, int arenaBytes, int end) = ((Isa)header[4], header[5], header[6]);
        if ((uint)isa > (uint)Isa.NeonDot || !machine.Allows(isa))
            throw WrongIsa(isa);
        if (arenaBytes is < 0 or > PlanFormat.MaxArenaBytes || end < PlanFormat.HeaderBytes || end > length || end % sizeof(int) != 0)
            throw new PlanFormatException("its header has impossible sizes");

        reader = new PlanReader(start, end, owner) { Isa = IsaPolicy.ForTarget(isa) };
        return ReadDescription(reader, header, arenaBytes, (int)length, owner);
    }

    private static CompiledPlan ReadDescription(PlanReader reader, int* header, int arenaBytes, int length, object owner)
    {
        reader.Skip(PlanFormat.HeaderBytes);
        reader.ReadBlocks(reader.Limit(header[7], BlockBytes, "number of blocks"), length);
        CompiledTensor[] tensors = reader.ReadTensors(reader.Limit(header[8], MinTensorBytes, "number of tensors"), arenaBytes);
        int[] inputs = ReadInputs(reader, reader.Limit(header[9], sizeof(int), "number of inputs"));
        int[] outputs = ReadOutputs(reader, reader.Limit(header[10], sizeof(int), "number of outputs"));
        var steps = new Step[reader.Limit(header[11], MinStepBytes, "number of steps")];
        if (steps.Length > PlanFormat.MaxSteps)
            reader.Fail("too many steps");
        for (int i = 0; i < steps.Length; i++)
        {
            reader.Step = i;
            steps[i] = ReadStep(reader);
            reader.AddStep(steps[i]);
        }

        reader.Step = -1;
        PackedBlock metadata = ReadMetadata(reader);
        reader.RequireEnd();
        return new CompiledPlan(reader.Isa.Best, arenaBytes, length, tensors, inputs, outputs, steps, owner)
        {
            Header = (nint)header,
            MetadataStart = metadata.Start,
            MetadataBytes = (int)metadata.Length,
        };
    }

    /// <summary>Where texts for people are; what they say is read by who needs them.</summary>
    private static PackedBlock ReadMetadata(PlanReader reader)
    {
        if (reader.Below(2, "metadata") == 0)
            return default;
        PackedBlock block = reader.Block();
        if (block.Length > MetadataFormat.MaxBytes)
            reader.Fail("the metadata is too long");
        return block;
    }

    private static int[] ReadInputs(PlanReader reader, int count)
    {
        var inputs = new int[count];
        for (int i = 0; i < count; i++)
            inputs[i] = reader.Target(); // which the caller writes
        return inputs;
    }

    private static int[] ReadOutputs(PlanReader reader, int count)
    {
        var outputs = new int[count];
        for (int i = 0; i < count; i++)
            outputs[i] = reader.Source();
        return outputs;
    }

    private static Step ReadStep(PlanReader reader)
    {
        var kind = (StepKind)reader.Int();
        return kind switch
        {
            StepKind.Operation => OperationSteps.Read(reader),
            StepKind.Streamed => StreamedSteps.Read(reader),
            StepKind.Table => ElementwiseSteps.ReadTable(reader),
            StepKind.Add or StepKind.Sub or StepKind.Mul => ElementwiseSteps.ReadBinary(reader, kind),
            StepKind.Softmax => UnarySteps.ReadSoftmax(reader),
            StepKind.Mean => UnarySteps.ReadMean(reader),
            StepKind.Copy => LayoutSteps.ReadCopy(reader),
            StepKind.Pad => UnarySteps.ReadPad(reader),
            StepKind.Concatenation => LayoutSteps.ReadConcatenation(reader),
            StepKind.ResizeBilinear => UnarySteps.ReadResizeBilinear(reader),
            StepKind.ResizeNearest => UnarySteps.ReadResizeNearest(reader),
            StepKind.Quantize => ConvertingSteps.ReadQuantize(reader),
            StepKind.Dequantize => ConvertingSteps.ReadDequantize(reader),
            StepKind.ArgMax32 => ConvertingSteps.ReadArgMax32(reader),
            StepKind.ArgMax64 => ConvertingSteps.ReadArgMax64(reader),
            _ => throw reader.Refuse("unknown kind of step"),
        };
    }

    private static PlanFormatException WrongVersion(int version) =>
        new($"it has version {version} of the format; this program reads version {PlanFormat.Version}: compile the model again");

    private static PlanFormatException WrongLength(long actual, int expected) => new($"it has {actual} bytes; its header says {expected}");

    private static PlanFormatException WrongIsa(Isa isa) =>
        new($"it was compiled for {IsaPolicy.NameOf(isa)}, which this CPU does not offer: compile the model for this one");
}
