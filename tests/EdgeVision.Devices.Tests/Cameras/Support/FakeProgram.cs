using EdgeVision.Testing;

namespace EdgeVision.Devices.Tests.Cameras.Support;

/// <summary>A folder with the fake camera program in it, and what the program is to do.</summary>
internal sealed class FakeProgram : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <param name="name">What the program is called.</param>
    /// <param name="behaviour">Shell commands, in the words that the fake defines.</param>
    /// <param name="frame">What it sends as a frame.</param>
    public FakeProgram(string name, string behaviour, byte[] frame)
    {
        string original = Repository.PathOf("tests", "EdgeVision.Devices.Tests", "Cameras", "Fakes", "rpicam-vid");
        File.WriteAllText(_folder.PathOf(name), File.ReadAllText(original));
        File.SetUnixFileMode(_folder.PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(_folder.PathOf("behaviour"), behaviour);
        File.WriteAllBytes(_folder.PathOf("frame"), frame);
    }

    public string SearchPath => _folder.Path;

    /// <summary>What <c>--list-cameras</c> prints.</summary>
    public string Cameras
    {
        set => File.WriteAllText(_folder.PathOf("cameras"), value);
    }

    /// <summary>The arguments of each call.</summary>
    public string[] Calls => Lines("calls");

    /// <summary>A line for each time it was asked to end and did.</summary>
    public string[] Ends => Lines("ends");

    public void Dispose() => _folder.Dispose();

    private string[] Lines(string name) => File.Exists(_folder.PathOf(name)) ? File.ReadAllLines(_folder.PathOf(name)) : [];
}
