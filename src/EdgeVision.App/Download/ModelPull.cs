using System.Security.Cryptography;
using EdgeVision.App.Models;

namespace EdgeVision.App.Download;

/// <summary>
/// Downloads a published model into a folder of its own. The model's file comes last: a folder that has one is complete.
/// </summary>
/// <param name="downloader">Fetches.</param>
/// <param name="mirror">The address below which repositories are.</param>
/// <param name="progress">Told the file's name, the bytes that are here, and how many there will be.</param>
internal sealed class ModelPull(Downloader downloader, string mirror, Action<string, long, long> progress)
{
    private const string LabelsName = "labels.txt";

    /// <summary>Downloads what is missing or damaged.</summary>
    /// <param name="model">The model.</param>
    /// <param name="library">The folder that the model's folder goes into.</param>
    /// <param name="cancel">Stops at once; what arrived stays.</param>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="BadInputException">The server has another file, or none.</exception>
    /// <exception cref="DeviceException">The server cannot be reached, or the same model is being downloaded by somebody else.</exception>
    public async Task<bool> RunAsync(PublishedModel model, string library, CancellationToken cancel)
    {
        string folder = Path.Combine(library, model.Name), target = Path.Combine(folder, ModelFolder.ModelName);
        if (IsComplete(model, folder))
            return false;
        Directory.CreateDirectory(folder);
        using var part = PartFile.Open(target, model.Model.Bytes); // from here on nobody else works in this folder
        if (IsComplete(model, folder))
            return false;
        if (model.Labels is { } labels && !IsVerified(labels, Path.Combine(folder, LabelsName)))
        {
            using var labelsPart = PartFile.Open(Path.Combine(folder, LabelsName), labels.Bytes);
            await FetchAsync(labels, LabelsName, labelsPart, cancel);
            labelsPart.Finish();
        }

        await FetchAsync(model.Model, ModelFolder.ModelName, part, cancel);
        model.Facts.Save(Path.Combine(folder, ModelFolder.FactsName));
        part.Finish();
        return true;
    }

    private static bool IsComplete(PublishedModel model, string folder) =>
        IsVerified(model.Model, Path.Combine(folder, ModelFolder.ModelName))
        && (model.Labels is null || IsVerified(model.Labels, Path.Combine(folder, LabelsName)))
        && File.Exists(Path.Combine(folder, ModelFolder.FactsName));

    private static bool IsVerified(PublishedFile file, string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != file.Bytes)
            return false;
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == file.Sha256;
    }

    private Task FetchAsync(PublishedFile file, string name, PartFile part, CancellationToken cancel) =>
        downloader.FetchAsync(file, file.AddressAt(mirror), part, bytes => progress(name, bytes, file.Bytes), cancel);
}
