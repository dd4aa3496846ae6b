using System.CommandLine;
using EdgeVision.App.Models;
using EdgeVision.App.Output;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision verify</c>: does this CPU compute what it should, with every instruction set that it has?</summary>
internal static class VerifyCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string?>("model")
        {
            Description = "A folder that holds model.tflite, or a name that 'edgevision models' lists; without it, all that are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var write = new Option<bool>("--write")
        {
            Description =
                "Make or renew the golden in model.json from the scalar reference kernels, if all instruction sets agree with them.",
        };
        var plan = new Option<string?>("--plan")
        {
            Description = "Hold a plan of the model, which 'edgevision compile' wrote, against the same hash, too.",
            HelpName = "plan",
        };
        Option<string?> models = SharedOptions.Models();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("verify",
            "Run a model on its seeded input with every instruction set of this CPU and compare the output's hash with model.json's.")
        {
            model, write, plan, models, json,
        };
        command.SetAction(line =>
        {
            VerifyReport report = line.GetValue(model) is { } named
                ? One(Located(named, line.GetValue(models)), line.GetValue(write), line.GetValue(plan))
                : line.GetValue(plan) is not null ? throw new UsageException("--plan takes the model that the plan was compiled from")
                : All(Library(line.GetValue(models)), line.GetValue(write));
            if (line.GetValue(json))
                JsonOutput.Write(output, report, types => types.VerifyReport);
            else
                Print(output, report, line.GetValue(write));
            return ExitCodeOf(report);
        });
        return command;
    }

    private static ModelLibrary Library(string? folder) => folder is null ? ModelLibrary.Standard() : ModelLibrary.Of(folder);

    private static string Located(string named, string? models) =>
        models is null ? named : ModelLibrary.Of(models).Find(named) ?? throw UnknownModel.Named(named, ModelLibrary.Of(models));

    private static VerifyReport One(string model, bool write, string? plan)
    {
        var folder = ModelFolder.Load(model);
        GoldenVerification verification = write ? GoldenVerification.WriteFacts(folder) : GoldenVerification.AgainstFacts(folder);
        return new VerifyReport([plan is null ? verification : verification.With(folder, CompiledPlan.Load(plan))], []);
    }

    private static VerifyReport All(ModelLibrary library, bool write)
    {
        if (write)
            throw new UsageException("--write takes the model whose golden is to be made");
        IReadOnlyList<string> folders = library.ModelFolders();
        if (folders.Count == 0)
            throw new BadInputException("no models are here; 'edgevision models pull NAME' downloads one, or name one");
        var verified = new List<GoldenVerification>();
        var failures = new List<VerifyFailure>();
        foreach (string folder in folders)
        {
            try
            {
                verified.Add(GoldenVerification.AgainstFacts(ModelFolder.Load(folder)));
            }
            catch (Exception failure) when (failure is BadInputException or ModelFormatException or UnsupportedModelException or IOException or UnauthorizedAccessException)
            {
                failures.Add(new VerifyFailure(Path.GetFileName(folder), failure.Message));
            }
        }

        return new VerifyReport(verified, failures);
    }

    private static int ExitCodeOf(VerifyReport report) =>
        !report.Verified.All(model => model.Passed) ? ExitCodes.Device
        : report.NotVerified.Count > 0 ? ExitCodes.BadInput
        : ExitCodes.Success;

    private static void Print(TextWriter output, VerifyReport report, bool written)
    {
        foreach (GoldenVerification model in report.Verified)
        {
            foreach (IsaResult run in model.Runs)
                output.WriteLine($"{model.Model}  {run.Isa + " ",-8}{(run.Matches ? "ok" : "DIFFERS")}  {run.OutputSha256[..16]}...");
            if (!model.Passed)
                output.WriteLine($"{model.Model}  expected  {model.ExpectedSha256}: this CPU does not compute what it should; please report it");
            else if (written)
                output.WriteLine($"{model.Model}  golden written to {ModelFolder.FactsName}: {model.ExpectedSha256}");
        }

        foreach (VerifyFailure failure in report.NotVerified)
            output.WriteLine($"{failure.Model}  not verified: {failure.Reason}");
    }
}
