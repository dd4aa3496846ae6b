using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>
/// Kernels from packed blocks that nobody vouches for: refused, or run inside their tensors and blocks, which lie beside pages that must not be
/// touched. That kernels from their own blocks give the same bytes, <see cref="LinearKernelTests"/> shows for every case that they can run.
/// </summary>
public class RestoredKernelTests
{
    private const int Rounds = 60;

    public static TheoryData<string> Kernels => new(
        KernelCatalog.All.Where(kernel => kernel is LinearKernel<PointwiseParameters> or LinearKernel<ConvParameters>).Select(kernel => kernel.Name));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Blocks_of_another_number_or_length_are_refused(string name)
    {
        foreach (Subject subject in SubjectsOf(name))
        {
            byte[][] contents = subject.Contents;
            Assert.NotEmpty(contents);
            Assert.True(Accepts(subject, contents));
            Assert.False(Accepts(subject, contents[1..]));
            Assert.False(Accepts(subject, [.. contents, []]));
            for (int i = 0; i < contents.Length; i++)
            {
                int block = i;
                Assert.False(Accepts(subject, Replaced([.. contents[block], 0])), $"{name}: block {i} is a byte longer");
                Assert.False(Accepts(subject, Replaced([.. contents[block], .. new byte[CacheLine.Bytes]])), $"{name}: block {i} is longer");
                if (contents[i].Length > 0)
                    Assert.False(Accepts(subject, Replaced(contents[block][..^1])), $"{name}: block {i} is shorter");

                byte[][] Replaced(byte[] content) => [.. contents.Select((old, number) => number == block ? content : old)];
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Any_contents_are_refused_or_stay_inside(string name)
    {
        var prng = new Prng(0xB10C);
        int ran = 0;
        foreach (Subject subject in SubjectsOf(name))
        {
            for (int round = 0; round < Rounds; round++)
            {
                byte[][] damaged = [.. subject.Contents.Select(content => content.ToArray())];
                if (round % 4 == 0)
                {
                    foreach (byte[] content in damaged)
                        prng.Fill(content.AsSpan());
                }
                else
                {
                    byte[] one = damaged[prng.Next(0, damaged.Length - 1)];
                    for (int i = 0; i < round / 8 && one.Length > 0; i++)
                        one[prng.Next(0, one.Length - 1)] = prng.NextByte();
                }

                ran += Accepts(subject, damaged) ? 1 : 0;
            }
        }

        Assert.True(ran > Rounds / 4, $"{name} took only {ran}");
    }

    /// <summary>A kernel with the blocks of an operation that it can do, though perhaps not on this CPU.</summary>
    private sealed record Subject(Kernel Kernel, byte[][] Contents, Func<PackedBlock[], PreparedKernel> Restore, LinearCase Case, int Units);

    private static List<Subject> SubjectsOf(string name)
    {
        var prng = new Prng(0x5B);
        List<Subject> subjects = [];
        Kernel kernel = KernelCatalog.All.Single(one => one.Name == name);
        foreach (int channels in new[] { 16, 40, 70 })
        {
            switch (kernel)
            {
                case LinearKernel<PointwiseParameters> pointwise:
                    LinearCase pixels = LinearCase.Pointwise(11, 13, channels, Values.Random, Values.Random, ref prng);
                    Add(pointwise, pixels.ToPointwise(), FilterLayout.ChannelMajor(channels, 13), pixels, 11);
                    break;
                case LinearKernel<ConvParameters> windows:
                    bool depthwise = KernelCatalog.Depthwise.Contains(windows);
                    var window = new Window(3, 3, 1, 1, 1, 1, 1, 1);
                    var output = new TensorShape(1, 5, 8, depthwise ? channels : channels / 5);
                    TensorShape input = depthwise ? output : output with { Channels = 3 };
                    LinearCase image = depthwise
                        ? LinearCase.Depthwise(input, output, window, Values.Random, Values.Small, ref prng)
                        : LinearCase.Conv(input, output with { Channels = channels }, window, Values.Random, Values.Random, ref prng);
                    FilterLayout layout = depthwise ? FilterLayout.TapMajor(channels, 9) : FilterLayout.ChannelMajor(image.Parameters.Output.Channels, 27);
                    Add(windows, image.Parameters, layout, image, image.Rows);
                    break;
            }
        }

        Assert.NotEmpty(subjects);
        return subjects;

        void Add<TParameters>(LinearKernel<TParameters> linear, TParameters parameters, FilterLayout layout, LinearCase c, int units)
            where TParameters : LinearParameters
        {
            var requantization = Requantization.Prepare(parameters, layout, c.Filter, c.Bias);
            if (!linear.CanRun(parameters, requantization))
                return;
            PreparedKernel packed = linear.Pack(parameters, c.Filter, requantization);
            TParameters stripped = PackedCopies.WithoutMultipliers(parameters);
            subjects.Add(new Subject(linear, PackedCopies.ContentsOf(packed), blocks => linear.Restore(stripped, blocks), c, units));
        }
    }

    /// <summary>Restores and, where this CPU can, runs a kernel.</summary>
    private static bool Accepts(Subject subject, byte[][] contents)
    {
        foreach (GuardSide side in Enum.GetValues<GuardSide>())
        {
            using var copies = new PackedCopies(contents, side);
            PreparedKernel restored;
            try
            {
                restored = subject.Restore(copies.Blocks);
            }
            catch (KernelException refusal)
            {
                Assert.DoesNotContain('\n', refusal.Message);
                return false;
            }

            if (subject.Kernel.IsSupported)
            {
                using GuardedBuffer source = GuardedBuffer.Of(subject.Case.Input, side);
                using var target = new GuardedBuffer(subject.Case.Expected.Length, side);
                restored.Run(source.Span, target.Span, 0, subject.Units);
                source.AssertMarginsUntouched();
                target.AssertMarginsUntouched();
                Assert.True(source.Span.SequenceEqual(subject.Case.Input));
            }

            copies.AssertUnchanged();
        }

        return true;
    }
}
