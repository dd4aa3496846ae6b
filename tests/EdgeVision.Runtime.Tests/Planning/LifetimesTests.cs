namespace EdgeVision.Runtime.Tests.Planning;

public sealed class LifetimesTests
{
    private readonly Lifetimes _lifetimes = new(tensorCount: 4);

    public LifetimesTests()
    {
        _lifetimes.Write(0, bytes: 64, step: -1);
        _lifetimes.Read(0, step: 2);
    }

    [Fact]
    public void A_tensor_lives_from_its_write_to_its_last_read()
    {
        _lifetimes.Read(0, step: 1);
        Assert.Equal(new BufferRequest(64, -1, 2), Assert.Single(_lifetimes.Buffers).Request);
    }

    [Fact]
    public void A_tensor_that_is_not_read_lives_while_it_is_written()
    {
        _lifetimes.Write(1, bytes: 10, step: 5);
        Assert.Equal(new BufferRequest(10, 5, 5), _lifetimes.Buffers.Last().Request);
    }

    [Fact]
    public void A_name_extends_the_life_of_the_original()
    {
        _lifetimes.Rename(0, 1);
        _lifetimes.Read(1, step: 7);
        (BufferRequest request, IReadOnlyList<int> tensors) = Assert.Single(_lifetimes.Buffers);
        Assert.Equal(new BufferRequest(64, -1, 7), request);
        Assert.Equal([0, 1], tensors);
    }

    [Fact]
    public void An_output_takes_over_bytes_that_are_read_for_the_last_time()
    {
        _lifetimes.Write(1, bytes: 64, step: 2);
        _lifetimes.Rename(1, 2);
        _lifetimes.Read(2, step: 9);
        Assert.True(_lifetimes.TakeOver(0, 1, step: 2));
        (BufferRequest request, IReadOnlyList<int> tensors) = Assert.Single(_lifetimes.Buffers);
        Assert.Equal(new BufferRequest(64, -1, 9), request);
        Assert.Equal([0, 1, 2], tensors);
    }

    [Theory]
    [InlineData(63, 2)] // another size
    [InlineData(64, 1)] // read again later
    [InlineData(64, 3)] // the last read was earlier: those bytes may be in use again
    public void It_takes_over_nothing_else(int bytes, int step)
    {
        _lifetimes.Write(1, bytes, step);
        Assert.False(_lifetimes.TakeOver(0, 1, step));
        Assert.Equal(2, _lifetimes.Buffers.Count);
    }

    /// <summary>The bytes are those of the first tensor there, which the step that wrote it needs its distance for.</summary>
    [Fact]
    public void What_is_taken_over_keeps_the_lead_of_its_first_step()
    {
        _lifetimes.Write(1, bytes: 64, step: 2, lead: 10);
        _lifetimes.Write(2, bytes: 64, step: 3, lead: 20);
        _lifetimes.Read(1, step: 3);
        Assert.True(_lifetimes.TakeOver(1, 2, step: 3));
        Assert.Equal(new BufferRequest(64, 2, 3, 10), _lifetimes.Buffers.Last().Request);
    }

    [Fact]
    public void Nothing_takes_over_its_own_bytes()
    {
        _lifetimes.Write(1, bytes: 64, step: 2);
        Assert.True(_lifetimes.TakeOver(0, 1, step: 2));
        Assert.False(_lifetimes.TakeOver(0, 1, step: 2));
    }
}
