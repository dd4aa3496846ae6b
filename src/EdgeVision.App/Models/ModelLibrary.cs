namespace EdgeVision.App.Models;

/// <summary>The models that have a name: subfolders with a <c>model.tflite</c> of a few known folders, of which the first wins.</summary>
internal sealed class ModelLibrary
{
    /// <summary>The environment variable that replaces <c>weights-int8</c>.</summary>
    public const string EnvironmentVariable = "EDGEVISION_MODELS";

    private const string ShippedName = "weights-int8";

    private ModelLibrary(IReadOnlyList<string> folders) => Folders = folders;

    /// <summary>The folders that are looked in, in order.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>
    /// The folder of models that this user downloaded: <c>$XDG_DATA_HOME/edgevision/models</c>, <c>~/.local/share/...</c>.
    /// </summary>
    public static string UserFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "edgevision", "models");

    /// <summary>
    /// <c>EDGEVISION_MODELS</c>, else the nearest <c>weights-int8</c> in the current folder or above it, else the one beside the program;
    /// and the user's own.
    /// </summary>
    /// <exception cref="BadInputException"><c>EDGEVISION_MODELS</c> is no folder.</exception>
    public static ModelLibrary Standard() =>
        Standard(Environment.GetEnvironmentVariable(EnvironmentVariable), Environment.CurrentDirectory, AppContext.BaseDirectory,
            UserFolder);

    /// <summary>The models of one folder only.</summary>
    /// <exception cref="BadInputException">There is no such folder.</exception>
    public static ModelLibrary Of(string folder) => new([Existing(folder, "--models")]);

    internal static ModelLibrary Standard(string? fromEnvironment, string current, string program, string user)
    {
        string? shipped = string.IsNullOrEmpty(fromEnvironment)
            ? Above(current) ?? Below(program)
            : Existing(fromEnvironment, EnvironmentVariable);
        return new ModelLibrary([.. new[] { shipped, user }.OfType<string>().Where(Directory.Exists)]);
    }

    /// <summary>All model folders, ordered by name.</summary>
    public IReadOnlyList<string> ModelFolders() =>
        [.. Folders.SelectMany(ModelsIn).DistinctBy(Path.GetFileName).OrderBy(Path.GetFileName, StringComparer.Ordinal)];

    /// <summary>The folder of a model, or <see langword="null"/>.</summary>
    public string? Find(string name) => Folders.SelectMany(ModelsIn).FirstOrDefault(folder => Path.GetFileName(folder) == name);

    private static IEnumerable<string> ModelsIn(string folder) =>
        Directory.EnumerateDirectories(folder).Where(model => File.Exists(Path.Combine(model, ModelFolder.ModelName)));

    private static string Existing(string folder, string givenBy) =>
        Directory.Exists(folder)
            ? folder
            : throw new BadInputException($"{folder}: there is no such folder; {givenBy} names a folder of models");

    private static string? Above(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            if (Below(at.FullName) is { } found)
                return found;
        }

        return null;
    }

    private static string? Below(string folder) => Path.Combine(folder, ShippedName) is var path && Directory.Exists(path) ? path : null;
}
