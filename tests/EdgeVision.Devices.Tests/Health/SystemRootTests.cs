using EdgeVision.Devices.Health;
using EdgeVision.Testing;

namespace EdgeVision.Devices.Tests.Health;

public sealed class SystemRootTests : IDisposable
{
    private readonly FakeTree _tree = new();
    private readonly Dictionary<string, string> _environment = [];

    private SystemRoot Root => new(_tree.Folder, _environment.GetValueOrDefault);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Text_comes_without_what_files_of_the_kernel_have_at_their_ends()
    {
        _tree.Write("/proc/device-tree/model", "Raspberry Pi 5\0").Write("/sys/x", "  7\n");

        Assert.Equal("Raspberry Pi 5", Root.ReadText("/proc/device-tree/model"));
        Assert.Equal("7", Root.ReadText("/sys/x"));
    }

    [Fact]
    public void Bytes_come_as_they_are()
    {
        byte[] bytes = [0, 0xC0, 0x31, 0x0A];
        File.WriteAllBytes(_tree.MakeFolder("/proc").PathOf("/proc/revision"), bytes);

        Assert.Equal(bytes, Root.ReadBytes("/proc/revision"));
        Assert.Null(Root.ReadBytes("/proc/missing"));
    }

    [Fact]
    public void What_cannot_be_read_is_null_and_a_missing_folder_is_empty()
    {
        _tree.MakeFolder("/sys/folder");

        Assert.Null(Root.ReadText("/sys/missing"));
        Assert.Null(Root.ReadText("/sys/folder"));
        Assert.Empty(Root.Entries("/missing"));
        Assert.Equal(["folder"], Root.Entries("/sys"));
    }

    [Fact]
    public void Of_a_huge_file_only_the_beginning_is_read()
    {
        _tree.Write("/huge", new string('a', 5 << 20));

        Assert.InRange(Root.ReadText("/huge")!.Length, 1 << 20, (1 << 20) + 4096);
    }

    [Fact]
    public void Programs_are_found_in_the_order_of_preference_then_of_PATH()
    {
        _tree.Write("/b/second").Write("/a/second").Write("/b/first");
        _environment["PATH"] = "/a:/b";

        Assert.Equal("/b/first", Root.FindProgram("first", "second"));
        Assert.Equal("/a/second", Root.FindProgram("second"));
        Assert.Null(Root.FindProgram("third"));
    }

    [Fact]
    public void An_empty_variable_is_as_good_as_none()
    {
        _environment["EMPTY"] = "";

        Assert.Null(Root.Environment("EMPTY"));
        Assert.Null(Root.Environment("PATH"));
        Assert.Null(Root.FindProgram("anything"));
    }
}
