using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Operators;
using EdgeVision.Runtime.Tests.Support;
using static EdgeVision.Runtime.Tests.Compiled.PlanBytes;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>Wherever a file puts the output of a step: it is refused, or the result is right.</summary>
public sealed class PlanPlacesTests
{
    private const int PlaceWord = 2, OffsetWord = 3;

    [Fact]
    public void An_output_that_would_spoil_the_input_is_refused()
    {
        int refused = 0, overlapping = 0;
        foreach (OperatorCase one in OperatorTests.AllCases)
        {
            ExecutionPlan plan = TestPlans.Create(one.Model, Compiling.ScalarSteps);
            byte[][] expected = Sessions.Run(plan, one.Input);
            int input = plan.Inputs[0].ByteCount, output = plan.Outputs[0].ByteCount, arena = Aligned(input) + (2 * Aligned(output));
            if (plan.Inputs.Count != 1 || arena > 4096)
                continue;
            byte[] file = PlanCompiler.Compile(plan);
            for (int offset = 0; offset + output <= arena; offset += PlanFormat.Alignment)
            {
                byte[] moved = Moved(file, plan, arena, inputAt: Aligned(output), outputAt: offset);
                if (!TryLoad(moved, out CompiledPlan? compiled))
                {
                    refused++;
                    Assert.True(offset < Aligned(output) + input && Aligned(output) < offset + output, $"{one.Name} at {offset}: needlessly refused");
                    continue;
                }

                overlapping += offset < Aligned(output) + input && Aligned(output) < offset + output ? 1 : 0;
                Assert.Equal(expected, Compiling.Run(compiled!, one.Input));
            }
        }

        Assert.True(refused > 100 && overlapping > 50, $"{refused} refused, {overlapping} overlapping");
    }

    [Theory]
    [InlineData(-64)]
    [InlineData(32)]
    [InlineData(4096)]
    public void An_output_outside_the_arena_is_refused(int offset)
    {
        ExecutionPlan plan = SmallPlan();
        AssertRefused(Moved(PlanCompiler.Compile(plan), plan, 4096, inputAt: 0, offset), "outside the arena");
    }

    /// <summary>Between the operations of a streamed step are strips, which share nothing with what it reads and writes.</summary>
    [Theory]
    [InlineData(6, 1, "elements of a tensor")]
    [InlineData(6, 1 << 20, "outside the arena")]
    [InlineData(OffsetWord, -1, "writes over what it reads")]
    public void Strips_that_do_not_fit_are_refused(int word, int value, string reason)
    {
        ExecutionPlan plan = TestPlans.Create(CommittedModel.LoadPersonDetector(), Compiling.Scalar);
        byte[] file = PlanCompiler.Compile(plan);
        var step = plan.Code.OfType<StreamedStep>().First();
        Set(file, TensorAt(file, -1) + (word * sizeof(int)), value < 0 ? plan.Placement.ArenaOffset(step.Reads[0]) : value);
        AssertRefused(file, reason);
    }

    /// <summary>Resizing has a table as long as the output is wide, in a file that is small.</summary>
    [Fact]
    public void Tables_have_a_limit()
    {
        const int Width = 2_000_000;
        OperatorCase one = OperatorTests.AllCases.First(one => one.Model.Operators[0].DisplayName == "RESIZE_BILINEAR");
        ExecutionPlan plan = TestPlans.Create(one.Model, Compiling.ScalarSteps);
        int[] from = [.. plan.Inputs[0].Shape], to = [1, 1, Width, from[3]];
        byte[] file = PlanCompiler.Compile(plan);
        int tensor = TensorAt(file, plan.Outputs[0].Index), shape = Get(file, DescriptionEnd) - (7 * sizeof(int)); // two shapes end with the step's two numbers and that of no metadata
        for (int i = 0; i < 4; i++)
        {
            Set(file, tensor + ((8 + i) * sizeof(int)), to[i]);
            Set(file, shape + (i * sizeof(int)), to[i]);
        }

        Set(file, ArenaBytes, Get(file, tensor + (OffsetWord * sizeof(int))) + (Width * from[3]));
        AssertRefused(file, "tables take too much memory");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_input_that_is_half_overwritten_is_refused(int moved)
    {
        var graph = new TestGraph();
        int first = graph.Input(1, 2, 2, 48), second = graph.Input(1, 2, 2, 48), sum = graph.Add(first, second);
        byte[] file = PlanCompiler.Compile(TestPlans.Create(graph.Build(sum), Compiling.ScalarSteps));
        int output = Get(file, TensorAt(file, sum) + (OffsetWord * sizeof(int)));
        int input = TensorAt(file, moved == 0 ? first : second) + (OffsetWord * sizeof(int));
        Set(file, input, output);
        Compiling.Sign(file);
        Assert.Equal(1, Compiling.Load(file).StepCount); // in place
        Set(file, input, output - PlanFormat.Alignment);
        AssertRefused(file, "writes over what it reads");
    }

    /// <summary>A pool of a few numbers that would take a day.</summary>
    [Fact]
    public void Work_has_a_limit()
    {
        const int Size = 2400, Window = 1200, Output = Size - Window + 1;
        var graph = new TestGraph();
        int pool = graph.Operator(
            BuiltinOperator.AveragePool2D, [graph.Input(1, Size, Size, 1)], [1, Output, Output, 1],
            new Pool2DOptions(Padding.Valid, 1, 1, Window, Window));
        byte[] file = PlanCompiler.Compile(TestPlans.Create(graph.Build(pool), Compiling.ScalarSteps with { MaxWork = long.MaxValue }));
        Assert.True((double)Output * Output * Window * Window > 1e12);
        AssertRefused(file, "would take too long");
    }

    /// <summary>Steps that multiply nothing: they read and write.</summary>
    [Theory]
    [InlineData(1, null)]
    [InlineData(8001, "would take too long")]
    public void Reading_and_writing_is_work(int copies, string? reason)
    {
        const int Bytes = 64 << 20, CopyBytes = 3 * sizeof(int), ShapeWord = 8;
        var graph = new TestGraph();
        int input = graph.Input(1, 64), output = graph.Reshape(input, 64, 1);
        byte[] one = PlanCompiler.Compile(TestPlans.Create(graph.Build(output), Compiling.ScalarSteps));
        byte[] file = WithLongerDescription(one, (copies - 1) * CopyBytes);
        int step = Get(one, DescriptionEnd) - CopyBytes - sizeof(int); // the last number is that of no metadata
        for (int i = 1; i < copies; i++)
            file.AsSpan(step, CopyBytes).CopyTo(file.AsSpan(step + (i * CopyBytes)));
        Set(file, step + (copies * CopyBytes), 0);
        Set(file, StepCount, copies);
        Set(file, ArenaBytes, 2 * Bytes);
        Set(file, TensorAt(file, input) + ((ShapeWord + 1) * sizeof(int)), Bytes);
        Set(file, TensorAt(file, output) + (ShapeWord * sizeof(int)), Bytes);
        Set(file, TensorAt(file, input) + (OffsetWord * sizeof(int)), 0);
        Set(file, TensorAt(file, output) + (OffsetWord * sizeof(int)), Bytes);
        if (reason is not null)
        {
            Assert.True(2.0 * Bytes * copies > PlanFormat.MaxWork);
            AssertRefused(file, reason);
            return;
        }

        Compiling.Sign(file);
        Assert.Equal(copies, Compiling.Load(file).StepCount);
    }

    [Fact]
    public void A_constant_is_not_written()
    {
        ExecutionPlan plan = SmallPlan();
        byte[] file = PlanCompiler.Compile(plan);
        int tensor = TensorAt(file, plan.Outputs[0].Index);
        Set(file, tensor + (PlaceWord * sizeof(int)), 1);
        AssertRefused(file, null);
    }

    private static ExecutionPlan SmallPlan() =>
        TestPlans.Create(OperatorTests.AllCases.First(one => one.Model.Operators[0].DisplayName == "CONV_2D").Model, Compiling.ScalarSteps);

    private static byte[] Moved(byte[] file, ExecutionPlan plan, int arena, int inputAt, int outputAt)
    {
        byte[] moved = [.. file];
        Set(moved, ArenaBytes, arena);
        Set(moved, TensorAt(moved, plan.Inputs[0].Index) + (OffsetWord * sizeof(int)), inputAt);
        Set(moved, TensorAt(moved, plan.Outputs[0].Index) + (OffsetWord * sizeof(int)), outputAt);
        return moved;
    }

    private static bool TryLoad(byte[] file, out CompiledPlan? plan)
    {
        Compiling.Sign(file);
        try
        {
            plan = Compiling.Load(file);
            return true;
        }
        catch (PlanFormatException)
        {
            plan = null;
            return false;
        }
    }

    private static void AssertRefused(byte[] file, string? reason)
    {
        Compiling.Sign(file);
        string message = Assert.Throws<PlanFormatException>(() => Compiling.Load(file)).Message;
        Assert.Contains(reason ?? "", message, StringComparison.Ordinal);
    }

    private static int Aligned(int bytes) => (bytes + PlanFormat.Alignment - 1) / PlanFormat.Alignment * PlanFormat.Alignment;
}
