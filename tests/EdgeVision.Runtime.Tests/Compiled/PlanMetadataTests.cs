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
    public void Too_many_labels_are_refused()
    {
        PlanMetadata large = Full with { Model = new ModelMetadata { Labels = [new string('x', MetadataFormat.MaxBytes)] } };
        Assert.Contains("too many", Assert.Throws<UnsupportedModelException>(() => Save(large)).Message, StringComparison.Ordinal);
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

    private void Save(PlanMetadata? metadata) =>
        File.WriteAllBytes(_path, PlanCompiler.Compile(TestPlans.Create(CommittedModel.Load(), Compiling.Scalar), metadata: metadata));
}
