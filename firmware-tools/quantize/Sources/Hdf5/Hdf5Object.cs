using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>A group or a dataset.</summary>
internal sealed class Hdf5Object
{
    private readonly SourceFile _file;
    private readonly List<(MessageType Type, Hdf5Block Body)> _messages;
    private readonly Dictionary<string, Hdf5Object> _children = [];
    private Dictionary<string, ulong>? _links;

    public Hdf5Object(SourceFile file, ulong address, string path)
    {
        _file = file;
        Path = path;
        _messages = ObjectHeader.Read(file, address);
    }

    /// <summary>Where it was found, for messages.</summary>
    public string Path { get; }

    public bool IsDataset => Find(MessageType.Layout) is not null;

    /// <summary>Names of a group's members, in the file's order.</summary>
    public IReadOnlyCollection<string> Names => Links.Keys;

    private Dictionary<string, ulong> Links => _links ??= GroupLinks.Read(_file, _messages);

    /// <summary>A member by its path, names separated by slashes.</summary>
    public Hdf5Object? Find(string path)
    {
        Hdf5Object current = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!current._children.TryGetValue(name, out Hdf5Object? child))
            {
                if (!current.Links.TryGetValue(name, out ulong address))
                    return null;
                child = new Hdf5Object(_file, address, $"{current.Path.TrimEnd('/')}/{name}");
                current._children.Add(name, child);
            }

            current = child;
        }

        return current;
    }

    /// <summary>The texts of an attribute, or <see langword="null"/> where there is none.</summary>
    public IReadOnlyList<string>? Texts(string attribute) => AttributeReader.Texts(_file, _messages, attribute);

    /// <summary>A dataset's elements.</summary>
    public FloatTensor ReadFloats(string name, WeightDecoder decoder)
    {
        Hdf5Block typeMessage = Require(MessageType.Datatype);
        Hdf5Datatype type = Hdf5Datatype.Read(ref typeMessage);
        int[] shape = Dataspace.Read(Require(MessageType.Dataspace));
        if (type.ElementType is not { } element)
            throw _file.Error($"dataset '{Path}' does not hold little-endian numbers of a supported size");
        long count = Shapes.ElementCount(shape);
        if (count < 0)
            throw _file.Error($"dataset '{Path}' of {Shapes.Text(shape)} is empty or too large");
        var layout = new DataLayout(_file, Path, Require(MessageType.Layout), Find(MessageType.FilterPipeline));
        return decoder.Decode(name, shape, element, layout.Read(shape, element.SizeInBytes()).Span);
    }

    private Hdf5Block? Find(MessageType type)
    {
        foreach ((MessageType candidate, Hdf5Block body) in _messages)
        {
            if (candidate == type)
                return body;
        }

        return null;
    }

    private Hdf5Block Require(MessageType type) =>
        Find(type) ?? throw _file.Error($"'{Path}' is not a dataset (no {type} message); the file is damaged");
}
