namespace EdgeVision.Devices.Pins;

/// <summary>A pin that this program listens to.</summary>
public interface IInputPin
{
    /// <summary>The pin's number on its chip (BCM).</summary>
    int Number { get; }

    /// <summary>Reads the level of this moment; with debouncing, the last stable one.</summary>
    /// <exception cref="PinException">The kernel refused, for example because the chip is gone.</exception>
    /// <exception cref="ObjectDisposedException">The request the pin belongs to was disposed.</exception>
    PinLevel Read();
}

/// <summary>
/// Inputs that were requested together, in the order of the request, with one queue of their edges. Disposing gives them back. One
/// thread at a time may wait for edges, and only when it does not may another dispose.
/// </summary>
public interface IInputPins : IReadOnlyList<IInputPin>, IDisposable
{
    /// <summary>How many edges were lost because nobody took them in time.</summary>
    long MissedEdges { get; }

    /// <summary>Takes the oldest edge of these inputs, waiting for one if there is none.</summary>
    /// <param name="timeout">How long to wait; zero only looks. From 0 to one day.</param>
    /// <param name="edge">The edge.</param>
    /// <returns>Whether there was one in time.</returns>
    /// <exception cref="PinException">The kernel refused, for example because the chip is gone.</exception>
    /// <exception cref="ObjectDisposedException">The request was disposed.</exception>
    bool TryReadEdge(TimeSpan timeout, out PinEdge edge);
}
