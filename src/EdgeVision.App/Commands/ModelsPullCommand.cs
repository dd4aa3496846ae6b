using System.CommandLine;
using System.Globalization;
using EdgeVision.App.Download;
using EdgeVision.App.Models;
using EdgeVision.App.Output;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision models pull</c>: downloads a published model.</summary>
internal static class ModelsPullCommand
{
    /// <summary>The environment variable that replaces the address of the public repositories.</summary>
    private const string MirrorVariable = "EDGEVISION_MIRROR";

    public static Command Create(TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("name") { Description = "A name that 'edgevision models --available' lists." };
        var to = new Option<string?>("--to")
        {
            Description =
                $"Folder that the model's folder goes into, instead of {Path.Combine("~", ".local", "share", "edgevision", "models")}.",
            HelpName = "dir",
        };
        var mirror = new Option<string?>("--mirror")
        {
            Description =
                $"Address that serves OWNER/REPOSITORY/COMMIT/PATH, instead of {MirrorVariable} or {PublishedFile.DefaultMirror}.",
            HelpName = "url",
        };
        var command = new Command("pull",
            "Download a published model, check its sum, and list it under its name. An interrupted download goes on where it stopped.")
        {
            name, to, mirror,
        };
        command.SetAction(async (line, cancel) =>
        {
            PublishedModel model = Published(line.GetValue(name)!);
            string folder = line.GetValue(to) ?? ModelLibrary.UserFolder;
            string address = Mirror(line.GetValue(mirror) ?? Environment.GetEnvironmentVariable(MirrorVariable));
            using var downloader = new Downloader(new DownloadPatience());
            bool pulled = await PullAsync(downloader, model, folder, address, error, cancel);
            Print(output, model, Path.Combine(folder, model.Name), pulled);
            return ExitCodes.Success;
        });
        return command;
    }

    private static PublishedModel Published(string name)
    {
        PublishedModel? model = PublishedModel.All.FirstOrDefault(model => model.Name == name);
        string hint = UnknownModel.Nearest(name, PublishedModel.All.Select(known => known.Name)) is { } similar
            ? $"did you mean '{similar}'?"
            : "'edgevision models --available' lists the names";
        return model ?? throw new UsageException($"{name}: no published model has this name; {hint}");
    }

    private static string Mirror(string? address)
    {
        if (string.IsNullOrEmpty(address))
            return PublishedFile.DefaultMirror;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new UsageException($"'{address}' is not a mirror; --mirror and {MirrorVariable} take an address that begins with http:// or https://");
    }

    private static async Task<bool> PullAsync(Downloader downloader, PublishedModel model, string folder, string mirror, TextWriter error,
        CancellationToken cancel)
    {
        ProgressBar? bar = null;
        var pull = new ModelPull(downloader, mirror, (file, bytes, total) =>
        {
            bar = bytes == total ? bar : bar ?? new ProgressBar(error, Kibibytes(total), visible: !Console.IsErrorRedirected);
            bar?.Report(Kibibytes(bytes), $"KiB of {file}");
            bar = bytes == total ? null : bar;
        });
        try
        {
            return await pull.RunAsync(model, folder, cancel);
        }
        catch (OperationCanceledException)
        {
            throw new DeviceException("stopped; the same command goes on from there");
        }
    }

    private static int Kibibytes(long bytes) => (int)((bytes + 1023) / 1024);

    private static void Print(TextWriter output, PublishedModel model, string folder, bool pulled)
    {
        output.WriteLine(pulled
            ? string.Create(CultureInfo.InvariantCulture,
                $"{model.Name}: {model.Model.Bytes:N0} bytes, sha256 {model.Model.Sha256[..16]}... as published; licence {model.Licence}")
            : $"{model.Name}: already there, its sums are as published");
        output.WriteLine($"in {folder}");
    }
}
