using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>What a plan says about its model: written and read again, limited, and never believed.</summary>
public sealed class PlanMetadataTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"edgevision-{Guid.NewGuid():N}.plan");

    private static PlanMetadata Full => new()
    {
        ModelName = "modèle",
        Macs = 568_740_352_000,
        Isa = Isa.NeonDot,
        Preprocess = "crop=1",
        Notice = "one\ntwo",
        GoldenSeed = 0x92345678,
        GoldenHash = "0123",
        Model = new ModelMetadata
        {
            Labels = ["", "cat", "Katze größer"],
            LabelsSource = "metadata: labels.txt",
            Inputs = [new InputMetadata { Normalization = new InputNormalization([1.5f, 2, -3], [4, 5, 6]) }],
        },
    };

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_plan_gives_back_all_of_it()
    {
        Save(Full);
        PlanMetadata read = CompiledPlan.Load(_path).Metadata!;
        Assert.Equal(Full with { Model = read.Model }, read);
        Assert.Equal(Full.Model.Labels, read.Model.Labels);
        Assert.Equal(Full.Model.LabelsSource, read.Model.LabelsSource);
        Assert.Equal(Full.Model.Inputs[0].Normalization!.Mean, read.Model.Inputs[0].Normalization!.Mean);
        Assert.Equal(Full.Model.Inputs[0].Normalization!.Std, read.Model.Inputs[0].Normalization!.Std);
    }

    [Fact]
    public void What_is_not_known_stays_unknown()
    {
        Save(new PlanMetadata { ModelName = "m", Macs = 0, Isa = Isa.Scalar });
        PlanMetadata read = CompiledPlan.Load(_path).Metadata!;
        Assert.Equal((null, null, null), (read.Preprocess, read.Notice, read.GoldenHash));
        Assert.Empty(read.Model.Labels);
        Assert.Null(read.Model.LabelsSource);
        Assert.Null(read.Model.Inputs[0].Normalization);
        Save(null);
        Assert.Null(CompiledPlan.Load(_path).Metadata);
    }

    [Fact]
    public void It_describes_the_plan()
    {
        ExecutionPlan plan = TestPlans.Create(CommittedModel.Load(), Compiling.Native);
        PlanMetadata metadata = PlanMetadata.Of(plan);
        Assert.Equal((plan.Model.Name, plan.Macs, plan.Isa), (metadata.ModelName, metadata.Macs, metadata.Isa));
        Assert.Same(plan.Model.Metadata, metadata.Model);
    }

    [Fact]
    public void The_largest_is_read_and_more_is_refused()
    {
        Save(OfSize(MetadataFormat.MaxBytes));
        Assert.Equal(MetadataFormat.MaxBytes, CompiledPlan.Load(_path).MetadataBytes);
        Assert.Contains("too many", Assert.Throws<UnsupportedModelException>(() => Save(OfSize(MetadataFormat.MaxBytes + 1))).Message, StringComparison.Ordinal);

        byte[] file = File.ReadAllBytes(_path);
        int length = PlanBytes.BlockOf(file, MetadataFormat.MaxBytes) + sizeof(int);
        PlanBytes.Set(file, length, MetadataFormat.MaxBytes + 1);
        file = [.. file, .. new byte[PlanFormat.Alignment]];
        PlanBytes.Set(file, PlanBytes.FileBytes, file.Length);
        Compiling.Sign(file);
        File.WriteAllBytes(_path, file);
        Assert.Contains("metadata is too long", Assert.Throws<PlanFormatException>(() => CompiledPlan.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_inputs_normalization_is_kept()
    {
        InputMetadata second = new() { Normalization = new InputNormalization([7], [8]) };
        PlanMetadata read = Copy(WithInputs(Full.Model.Inputs[0], second));
        Assert.Equal([1.5f, 2, -3], Assert.Single(read.Model.Inputs).Normalization!.Mean);
        Assert.Null(Copy(WithInputs(InputMetadata.Empty, second)).Model.Inputs[0].Normalization);
    }

    /// <summary>Inputs with more channels are no pictures.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Normalization_of_a_picture_is_kept(int channels, bool kept)
    {
        float[] values = [.. Enumerable.Range(1, channels).Select(c => (float)c)];
        PlanMetadata read = Copy(WithInputs(new InputMetadata { Normalization = new InputNormalization(values, values) }));
        Assert.Equal(kept ? values : null, read.Model.Inputs[0].Normalization?.Mean);
        Assert.Equal(kept ? values : null, read.Model.Inputs[0].Normalization?.Std);
    }

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(1, float.NegativeInfinity)]
    [InlineData(1, 0)]
    public void Normalization_that_gives_no_numbers_is_refused(float mean, float std) =>
        AssertDamaged(WithInputs(new InputMetadata { Normalization = new InputNormalization([mean], [std]) }), "deviation");

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    public void Means_without_deviations_are_refused(int means, int deviations) => AssertDamaged(
        WithInputs(new InputMetadata { Normalization = new InputNormalization(new float[means], [.. Enumerable.Repeat(1f, deviations)]) }), "of another number");

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r")]
    public void A_label_of_two_lines_is_refused(string label) => AssertDamaged(Full with { Model = Full.Model with { Labels = ["a", label] } }, "two lines");

    [Theory]
    [InlineData((int)Isa.NeonDot + 1)]
    [InlineData(-1)]
    public void An_unknown_instruction_set_is_refused(int isa) => AssertDamaged(Full with { Isa = (Isa)isa }, "instruction set");

    [Fact]
    public void A_text_of_another_negative_length_is_refused()
    {
        byte[] bytes = MetadataFormat.Write(Full with { Notice = null });
        int notice = bytes.AsSpan().IndexOf((byte[])[0xFF, 0xFF, 0xFF, 0xFF]);
        Assert.Null(MetadataFormat.Read(bytes).Notice);
        bytes[notice]--;
        Assert.Contains("too long", Assert.Throws<PlanFormatException>(() => MetadataFormat.Read(bytes)).Message, StringComparison.Ordinal);
    }

    /// <summary>No memory is taken for labels that the rest of the bytes cannot hold.</summary>
    [Fact]
    public void More_labels_than_there_are_bytes_are_refused()
    {
        byte[] bytes = MetadataFormat.Write(Full with { Model = new ModelMetadata { Labels = ["", "", ""] } });
        bytes[^(4 * sizeof(int))] = 4;
        Assert.Contains("too many labels", Assert.Throws<PlanFormatException>(() => MetadataFormat.Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] whole = MetadataFormat.Write(Full);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<PlanFormatException>(() => MetadataFormat.Read(whole.AsSpan(0, length)));
        Assert.Throws<PlanFormatException>(() => MetadataFormat.Read([.. whole, 0]));
    }

    [Fact]
    public void Damage_is_refused_or_read_in_bounds()
    {
        var random = new Prng(0x3E7A);
        byte[] whole = MetadataFormat.Write(Full);
        int refused = 0;
        for (int i = 0; i < 5000; i++)
        {
            byte[] damaged = Fuzzing.Mutations.Damage(whole, ref random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                MetadataFormat.Read(damaged);
            }
            catch (PlanFormatException refusal)
            {
                Assert.DoesNotContain('\n', refusal.Message);
                refused++;
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000 + (20 * damaged.Length));
        }

        Assert.InRange(refused, 1000, 4990);
    }

    [Fact]
    public void Damaged_metadata_names_the_file()
    {
        Save(Full);
        byte[] file = File.ReadAllBytes(_path);
        file[file.AsSpan().IndexOf("modèle"u8) - 1] = 0x70; // the name's length
        Compiling.Sign(file);
        File.WriteAllBytes(_path, file);
        string message = Assert.Throws<PlanFormatException>(() => CompiledPlan.Load(_path)).Message;
        Assert.StartsWith($"{_path}: its metadata is damaged", message, StringComparison.Ordinal);
    }

    private static PlanMetadata Copy(PlanMetadata metadata) => MetadataFormat.Read(MetadataFormat.Write(metadata));

    private static PlanMetadata WithInputs(params InputMetadata[] inputs) => Full with { Model = Full.Model with { Inputs = inputs } };

    private static PlanMetadata OfSize(int bytes)
    {
        PlanMetadata empty = Full with { Model = new ModelMetadata { Labels = [""] } };
        return empty with { Model = new ModelMetadata { Labels = [new string('x', bytes - MetadataFormat.Write(empty).Length)] } };
    }

    private static void AssertDamaged(PlanMetadata metadata, string reason) =>
        Assert.Contains(reason, Assert.Throws<PlanFormatException>(() => Copy(metadata)).Message, StringComparison.Ordinal);

    private void Save(PlanMetadata? metadata) =>
        File.WriteAllBytes(_path, PlanCompiler.Compile(TestPlans.Create(CommittedModel.Load(), Compiling.Scalar), metadata: metadata));
}
