using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>No operation allocates when it runs.</summary>
public class AllocationTests
{
    private static readonly TensorShape Image = new(2, 6, 5, 8);
    private static readonly FixedPointMultiplier[] Multipliers = [FixedPointMultiplier.FromDouble(0.01)];
    private static readonly Quantization Unit = new(0.1f, 3);

    public static TheoryData<string> Names => new(Operations().Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_allocates_nothing(string name)
    {
        Action run = Operations()[name];
        Assert.Equal(0, Allocations.LeastOf(run, runs: 50));
    }

    [Fact]
    public void Every_public_operation_is_listed()
    {
        var operations = typeof(Conv).Assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract && t.GetMethods().Any(m => m.Name is "Run" or "RunInput"))
            .Select(t => t.Name);
        Assert.Empty(operations.Except(Operations().Keys.Select(k => k.Split(' ')[0])));
    }

    private static Dictionary<string, Action> Operations()
    {
        sbyte[] a = new sbyte[Image.Count];
        sbyte[] b = new sbyte[Image.Count];
        sbyte[] c = new sbyte[Image.Count];
        int[] indices = new int[Image.Count / 8];
        long[] wideIndices = new long[Image.Count / 8];
        float[] reals = new float[Image.Count];
        var window = Window.Same(Image, 3, 3, 1, 1, 1, 1);
        var conv = new ConvParameters { Input = Image, Output = Image, Window = window, Multipliers = Multipliers };
        var pool = new PoolParameters { Input = Image, Output = Image, Window = window };
        var binary = new BinaryParameters
        {
            First = Image,
            Second = Image,
            Output = Image,
            FirstQuantization = Unit,
            SecondQuantization = Unit,
            OutputQuantization = Unit,
        };
        var resize = new ResizeParameters { Input = Image, Output = Image, Coordinates = ResizeCoordinates.HalfPixel };
        var operations = new Dictionary<string, Action>();
        foreach (Isa isa in new[] { Isa.Scalar, IsaPolicy.Auto.Best }.Distinct())
        {
            IsaPolicy policy = IsaPolicy.UpTo(isa);
            var convolution = Conv.Prepare(conv, new sbyte[8 * 9 * 8], [], policy);
            operations[$"Conv {isa}"] = () => convolution.Run(a, b);
            var depthwise = DepthwiseConv.Prepare(conv, new sbyte[9 * 8], [], policy);
            operations[$"DepthwiseConv {isa}"] = () => depthwise.Run(a, b);
            var pointwise = PointwiseConv.Prepare(
                new() { Pixels = 60, InputChannels = 8, OutputChannels = 8, Multipliers = Multipliers }, new sbyte[64], [], policy);
            operations[$"PointwiseConv {isa}"] = () => pointwise.Run(a, b);
            var dense = Dense.Prepare(
                new() { Batch = 60, InputDepth = 8, OutputDepth = 8, Multipliers = Multipliers }, new sbyte[64], [], policy);
            operations[$"Dense {isa}"] = () => dense.Run(a, b);
            var average = AveragePool.Prepare(pool, policy);
            operations[$"AveragePool {isa}"] = () => average.Run(a, b);
            var max = MaxPool.Prepare(pool, policy);
            operations[$"MaxPool {isa}"] = () => max.Run(a, b);
            var mean = Mean.Prepare(new() { Outer = 2, Reduced = 1, Inner = Image.Count / 2, Input = Unit, Output = Unit }, policy);
            operations[$"Mean {isa}"] = () => mean.Run(a, b);
            var mul = Mul.Prepare(binary, policy);
            operations[$"Mul {isa}"] = () => mul.Run(a, b, c);
        }

        var add = Add.Prepare(binary, IsaPolicy.Auto);
        operations["Add"] = () => add.Run(a, b, c);
        var sub = Sub.Prepare(binary, IsaPolicy.Auto);
        operations["Sub"] = () => sub.Run(a, b, c);
        var softmax = Softmax.Prepare(new() { Rows = Image.Count / 8, Depth = 8, InputScale = 0.1f });
        operations["Softmax"] = () => softmax.Run(a, b);
        var table = LookupTable.Requantize(Unit, Unit, IsaPolicy.Auto);
        operations["LookupTable"] = () => table.Run(a, b);
        var integer = ResizeBilinear.Prepare(resize, IsaPolicy.Auto);
        operations["ResizeBilinear integer"] = () => integer.Run(a, b);
        var real = ResizeBilinear.Prepare(resize with { Arithmetic = ResizeArithmetic.Float32 }, IsaPolicy.Auto);
        operations["ResizeBilinear float"] = () => real.Run(a, b);
        var nearest = ResizeNearest.Prepare(resize);
        operations["ResizeNearest"] = () => nearest.Run(a, b);
        var argMax = ArgMax.Prepare(new() { Outer = Image.Count / 8, Depth = 8 }, IsaPolicy.Auto);
        operations["ArgMax int"] = () => argMax.Run(a, indices);
        operations["ArgMax long"] = () => argMax.Run(a, wideIndices);
        var pad = Pad.Prepare(new() { Input = Image, Value = 0 });
        operations["Pad"] = () => pad.Run(a, b);
        var join = Concatenation.Prepare(new() { Outer = 2, InnerSizes = [Image.Count / 2], Rescale = [table] });
        operations["Concatenation"] = () => join.RunInput(0, a, b);
        var quantize = QuantizeFloat.Prepare(Unit);
        operations["QuantizeFloat"] = () => quantize.Run(reals, b);
        var dequantize = Dequantize.Prepare(Unit);
        operations["Dequantize"] = () => dequantize.Run(a, reals);
        return operations;
    }
}
