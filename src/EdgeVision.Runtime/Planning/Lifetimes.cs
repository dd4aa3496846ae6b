namespace EdgeVision.Runtime;

/// <summary>
/// Which tensors are names of the same bytes, and from which step to which those bytes are needed. Tensors start with bytes of their own;
/// <see cref="Rename"/> and <see cref="TakeOver"/> merge them.
/// </summary>
internal sealed class Lifetimes
{
    private readonly int[] _buffer;
    private readonly List<BufferRequest> _requests = [];
    private readonly List<List<int>> _tensors = [];

    public Lifetimes(int tensorCount)
    {
        _buffer = new int[tensorCount];
        Array.Fill(_buffer, -1);
    }

    /// <summary>The buffers that are still in use, without those that were merged into others.</summary>
    public List<(BufferRequest Request, List<int> Tensors)> Buffers
    {
        get
        {
            var buffers = new List<(BufferRequest Request, List<int> Tensors)>(_requests.Count);
            for (int i = 0; i < _requests.Count; i++)
            {
                if (_tensors[i].Count > 0)
                    buffers.Add((_requests[i], _tensors[i]));
            }

            return buffers;
        }
    }

    /// <summary>A tensor gets bytes of its own, written at <paramref name="step"/>, which keeps <paramref name="lead"/>.</summary>
    public void Write(int tensor, int bytes, int step, int lead = BufferRequest.NoLead)
    {
        _buffer[tensor] = _requests.Count;
        _requests.Add(new BufferRequest(bytes, step, step, lead));
        _tensors.Add([tensor]);
    }

    /// <summary>A tensor is read at <paramref name="step"/>.</summary>
    public void Read(int tensor, int step)
    {
        int buffer = _buffer[tensor];
        _requests[buffer] = _requests[buffer] with { LastStep = Math.Max(_requests[buffer].LastStep, step) };
    }

    /// <summary><paramref name="tensor"/> becomes another name of the bytes of <paramref name="original"/>.</summary>
    public void Rename(int original, int tensor)
    {
        _buffer[tensor] = _buffer[original];
        _tensors[_buffer[original]].Add(tensor);
    }

    /// <summary>
    /// Lets <paramref name="output"/>, written at <paramref name="step"/>, take over the bytes of <paramref name="input"/> if nothing needs
    /// these afterwards and both have the same size.
    /// </summary>
    public bool TakeOver(int input, int output, int step)
    {
        int from = _buffer[output], to = _buffer[input];
        if (from == to || _requests[to].LastStep != step || _requests[from].FirstStep != step
            || _requests[from].Bytes != _requests[to].Bytes)
        {
            return false;
        }

        _requests[to] = _requests[to] with { LastStep = _requests[from].LastStep };
        foreach (int tensor in _tensors[from])
            _buffer[tensor] = to;
        _tensors[to].AddRange(_tensors[from]);
        _tensors[from].Clear();
        return true;
    }
}
