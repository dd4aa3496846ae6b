namespace EdgeVision.Quantize.Graph;

/// <summary>One operation of a float model.</summary>
/// <param name="Name">Name of the one value it computes, unique in its graph.</param>
/// <param name="Inputs">Values it reads: the graph's input or earlier nodes.</param>
public abstract record FloatNode(string Name, IReadOnlyList<string> Inputs);

/// <summary>A function of each element.</summary>
public enum ActivationKind
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x limited to [0, 6].</summary>
    Relu6,

    /// <summary>x · <see cref="HardSigmoid"/>(x).</summary>
    HardSwish,

    /// <summary>x / 6 + 1/2, limited to [0, 1].</summary>
    HardSigmoid,

    /// <summary>1 / (1 + e^−x).</summary>
    Sigmoid,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}

/// <summary>Applies a function to each element.</summary>
public sealed record ActivationNode(string Name, string Input, ActivationKind Kind) : FloatNode(Name, [Input]);

/// <summary>A + B; sizes of 1 are broadcast.</summary>
public sealed record AddNode(string Name, string A, string B) : FloatNode(Name, [A, B]);

/// <summary>A · B; sizes of 1 are broadcast.</summary>
public sealed record MulNode(string Name, string A, string B) : FloatNode(Name, [A, B]);

/// <summary>Joins values along an axis of the NHWC shape, counted from 0 (batch).</summary>
public sealed record ConcatNode(string Name, IReadOnlyList<string> Inputs, int Axis) : FloatNode(Name, Inputs);

/// <summary>Adds zeros around height and width.</summary>
/// <param name="Name">Its value.</param>
/// <param name="Input">An NHWC value.</param>
/// <param name="Top">Rows added above.</param>
/// <param name="Bottom">Rows added below.</param>
/// <param name="Left">Columns added at the left.</param>
/// <param name="Right">Columns added at the right.</param>
public sealed record PadNode(string Name, string Input, int Top, int Bottom, int Left, int Right) : FloatNode(Name, [Input]);

/// <summary>The same elements in the same order under another shape.</summary>
/// <param name="Name">Its value.</param>
/// <param name="Input">Any value.</param>
/// <param name="Shape">With the batch (1); one −1 may stand for what remains.</param>
public sealed record ReshapeNode(string Name, string Input, IReadOnlyList<int> Shape) : FloatNode(Name, [Input]);

/// <summary>Softmax over the last axis.</summary>
public sealed record SoftmaxNode(string Name, string Input) : FloatNode(Name, [Input]);

/// <summary>Passes its input on: dropout and other operations without effect in inference.</summary>
public sealed record IdentityNode(string Name, string Input) : FloatNode(Name, [Input]);
