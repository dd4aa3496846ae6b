using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeVision.App.Models;
using EdgeVision.Kernels;
using EdgeVision.Runtime;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>The whole of <c>bench --report</c> but its file.</summary>
/// <param name="machine">The machine.</param>
/// <param name="output">Where each minute is told.</param>
internal sealed class Measuring(MachineProbe machine, TextWriter output)
{
    /// <summary>Measures a model that computes the right output, before and after.</summary>
    /// <exception cref="DeviceException">The output is wrong.</exception>
    public MeasurementReport Measure(ModelFolder folder, int threads, int seconds)
    {
        var began = DateTimeOffset.UtcNow;
        var plan = ExecutionPlan.Create(folder.Model, PlanOptions.Default with { Threads = threads });
        using var session = new InferenceSession(plan);
        var check = new OutputCheck(folder);
        string hash = check.VerifiedHash(session);
        var timer = new InferenceTimer(session);
        var run = new MeasurementRun(machine, timer.ForTime);
        timer.WarmItUp();
        IReadOnlyList<MinuteTimes> minutes = run.Run(seconds, (minute, state) => MeasurementText.PrintMinute(output, minute, state));
        MeasuredCpu cpu = Cpu(plan);
        MachineWatch during = run.Watch(cpu.Cores ?? Environment.ProcessorCount);
        check.VerifiedHash(session); // a weak supply or heat could also make it wrong
        return MeasurementReport.Of(new Measurement(
            began.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            Product(),
            machine.Board(),
            cpu,
            machine.System(),
            new MeasuredModel(folder.Model.Name, Sha256(folder.File), plan.Macs, plan.Arena.TotalBytes, hash, Verified: true),
            threads,
            machine.AllowedCpus(),
            run.Before,
            during,
            run.After,
            minutes));
    }

    private static MeasuredProduct Product() => new(
        typeof(Measuring).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        $"{RuntimeInformation.FrameworkDescription} {RuntimeInformation.RuntimeIdentifier}",
        RuntimeFeature.IsDynamicCodeCompiled ? "jit" : "ahead of time");

    private MeasuredCpu Cpu(ExecutionPlan plan)
    {
        var cpu = machine.Cpu();
        return new MeasuredCpu(
            cpu.Name, cpu.Part, cpu.Cpus > 0 ? cpu.Cpus : null, cpu.Features,
            [.. GoldenCheck.PoliciesOfThisCpu().Select(policy => IsaPolicy.NameOf(policy.Best))], IsaPolicy.NameOf(plan.Isa));
    }

    private static string Sha256(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
