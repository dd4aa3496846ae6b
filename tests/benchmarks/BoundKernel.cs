namespace EdgeVision.Benchmarks;

/// <summary>A kernel with a layer to compute, and what should come out.</summary>
public sealed class BoundKernel
{
    private readonly string _layer;
    private readonly Func<Work> _bind;
    private Work? _work;

    /// <summary>Names it; data are made and packed when it is first needed, so that a list of many costs nothing.</summary>
    internal BoundKernel(string layer, string kernel, long macs, Func<Work> bind)
    {
        _layer = layer;
        KernelName = kernel;
        Macs = macs;
        _bind = bind;
    }

    /// <summary>Multiply-accumulates of one run.</summary>
    public long Macs { get; }

    internal string KernelName { get; }

    /// <summary>Binds and checks.</summary>
    /// <exception cref="InvalidOperationException">The output differs from the scalar reference's.</exception>
    public void Verify()
    {
        _work = _bind();
        Array.Fill(_work.Output, (sbyte)0x55);
        _work.Run();
        int same = _work.Output.AsSpan().CommonPrefixLength(_work.Expected);
        if (same != _work.Expected.Length)
            throw new InvalidOperationException($"{this}: element {same} is {_work.Output[same]}, the scalar reference gives {_work.Expected[same]}");
    }

    /// <summary>Computes the layer once.</summary>
    public void Run() => _work!.Run();

    /// <summary>Gives the memory back.</summary>
    public void Release() => _work = null;

    /// <inheritdoc/>
    public override string ToString() => $"{_layer} {KernelName}";

    /// <summary>Something to run, where its output goes, and what the output should be.</summary>
    internal sealed record Work(Action Run, sbyte[] Output, sbyte[] Expected);
}
