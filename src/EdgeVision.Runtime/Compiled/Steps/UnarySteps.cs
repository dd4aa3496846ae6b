using EdgeVision.Kernels;
using EdgeVision.Model;

namespace EdgeVision.Runtime;

/// <summary>Steps from one int8 tensor to another whose operations follow from a few numbers.</summary>
internal static class UnarySteps
{
    /// <summary>Of the tables of a resize, for each row and column of the output: two positions and a weight.</summary>
    private const int BytesPerPosition = 3 * sizeof(int);

    public static void Write(PlanWriter to, UnaryStep step)
    {
        switch (step.Operation)
        {
            case Softmax softmax:
                Begin(to, StepKind.Softmax, step);
                to.Int(softmax.Parameters.Rows);
                to.Int(softmax.Parameters.Depth);
                to.Float(softmax.Parameters.InputScale);
                to.Float(softmax.Parameters.Beta);
                break;
            case Mean mean:
                Begin(to, StepKind.Mean, step);
                to.Int(mean.Parameters.Outer);
                to.Int(mean.Parameters.Reduced);
                to.Int(mean.Parameters.Inner);
                to.Quantization(mean.Parameters.Input);
                to.Quantization(mean.Parameters.Output);
                break;
            case Pad pad:
                Begin(to, StepKind.Pad, step);
                to.Shape(pad.Parameters.Input);
                WriteMargin(to, pad.Parameters.Before);
                WriteMargin(to, pad.Parameters.After);
                to.Int(pad.Parameters.Value);
                break;
            case ResizeBilinear resize:
                Begin(to, StepKind.ResizeBilinear, step);
                WriteResize(to, resize.Parameters);
                break;
            case ResizeNearest resize:
                Begin(to, StepKind.ResizeNearest, step);
                WriteResize(to, resize.Parameters);
                break;
            default:
                throw new KernelException("this operator cannot be stored in a plan");
        }
    }

    public static UnaryStep ReadSoftmax(PlanReader from)
    {
        (int input, int output) = ReadTensors(from);
        var parameters = new SoftmaxParameters { Rows = from.Int(), Depth = from.Int(), InputScale = from.Float(), Beta = from.Float() };
        var softmax = Softmax.Prepare(parameters);
        RequireLengths(from, input, parameters.Rows * parameters.Depth, output, parameters.Rows * parameters.Depth);
        return new UnaryStep(input, output, softmax.Run);
    }

    public static UnaryStep ReadMean(PlanReader from)
    {
        (int input, int output) = ReadTensors(from);
        var parameters = new MeanParameters
        {
            Outer = from.Int(),
            Reduced = from.Int(),
            Inner = from.Int(),
            Input = from.Quantization(),
            Output = from.Quantization(),
        };
        var mean = Mean.Prepare(parameters, from.Isa);
        RequireLengths(from, input, parameters.Outer * parameters.Reduced * parameters.Inner, output, parameters.Outer * parameters.Inner);
        return new UnaryStep(input, output, mean.Run);
    }

    public static UnaryStep ReadPad(PlanReader from)
    {
        (int input, int output) = ReadTensors(from);
        var parameters = new PadParameters
        {
            Input = from.Shape(),
            Before = ReadMargin(from),
            After = ReadMargin(from),
            Value = (sbyte)from.Int(),
        };
        var pad = Pad.Prepare(parameters);
        RequireLengths(from, input, parameters.Input.Count, output, parameters.Output.Count);
        return new UnaryStep(input, output, pad.Run);
    }

    public static UnaryStep ReadResizeBilinear(PlanReader from)
    {
        (int input, int output) = ReadTensors(from);
        ResizeParameters parameters = ReadResize(from, input, output);
        return new UnaryStep(input, output, ResizeBilinear.Prepare(parameters, from.Isa).Run);
    }

    public static UnaryStep ReadResizeNearest(PlanReader from)
    {
        (int input, int output) = ReadTensors(from);
        ResizeParameters parameters = ReadResize(from, input, output);
        return new UnaryStep(input, output, ResizeNearest.Prepare(parameters).Run);
    }

    private static void Begin(PlanWriter to, StepKind kind, UnaryStep step)
    {
        to.Int((int)kind);
        to.Tensor(step.Reads[0]);
        to.Tensor(step.Writes);
    }

    private static (int Input, int Output) ReadTensors(PlanReader from)
    {
        int input = from.Source(), output = from.Target();
        from.RequireApart(input, output);
        return (input, output);
    }

    private static void RequireLengths(PlanReader from, int input, int inputLength, int output, int outputLength)
    {
        from.Require(input, TensorType.Int8, inputLength);
        from.Require(output, TensorType.Int8, outputLength);
    }

    private static void WriteMargin(PlanWriter to, Margin margin) =>
        to.Shape(new TensorShape(margin.Batch, margin.Height, margin.Width, margin.Channels));

    private static Margin ReadMargin(PlanReader from) => new(from.Int(), from.Int(), from.Int(), from.Int());

    private static void WriteResize(PlanWriter to, ResizeParameters parameters)
    {
        to.Shape(parameters.Input);
        to.Shape(parameters.Output);
        to.Int((int)parameters.Coordinates);
        to.Int((int)parameters.Arithmetic);
    }

    /// <summary>Checks the lengths before anything is prepared, because tables are as long as the output is high and wide.</summary>
    private static ResizeParameters ReadResize(PlanReader from, int input, int output)
    {
        var parameters = new ResizeParameters
        {
            Input = from.Shape(),
            Output = from.Shape(),
            Coordinates = (ResizeCoordinates)from.Int(),
            Arithmetic = (ResizeArithmetic)from.Int(),
        };
        RequireLengths(from, input, ElementsOf(from, parameters.Input), output, ElementsOf(from, parameters.Output));
        from.AddTable(((long)parameters.Output.Height + parameters.Output.Width) * BytesPerPosition);
        return parameters;
    }

    private static int ElementsOf(PlanReader from, TensorShape shape)
    {
        long elements = 1;
        foreach (int extent in (ReadOnlySpan<int>)[shape.Batch, shape.Height, shape.Width, shape.Channels])
        {
            if (extent < 1 || (elements *= extent) > int.MaxValue)
                from.Fail("a shape is out of range");
        }

        return (int)elements;
    }
}
