namespace EdgeVision.Model;

/// <summary>One step of a model.</summary>
/// <remarks>Made by <see cref="TfliteModel.Parse"/> or <see cref="ModelBuilder"/>, which check it; immutable afterwards.</remarks>
#pragma warning disable CA1716 // The field's standard term; a keyword of Visual Basic only.
public sealed class Operator
#pragma warning restore CA1716
{
    internal Operator()
    {
    }

    /// <summary>Its position in <see cref="TfliteModel.Operators"/>, the order of execution.</summary>
    public required int Index { get; init; }

    /// <summary>What it computes; may be a code newer than <see cref="BuiltinOperator"/>.</summary>
    public required BuiltinOperator Code { get; init; }

    /// <summary>Name of a <see cref="BuiltinOperator.Custom"/> operator, otherwise <see langword="null"/>.</summary>
    public string? CustomCode { get; init; }

    /// <summary>Version of the operator's contract in the schema, usually 1 … 5.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Tensors read, in the order of the schema; −1 stands for an omitted optional input.</summary>
    public required IReadOnlyList<int> Inputs { get; init; }

    /// <summary>Tensors written.</summary>
    public required IReadOnlyList<int> Outputs { get; init; }

    /// <summary>
    /// Parameters. Always the matching record for an operation that has one (a file that leaves the parameters out gets the schema's
    /// defaults), <see cref="CustomOptions"/> for custom operators, <see cref="OpaqueOptions"/> where this library has no record, and
    /// <see langword="null"/> for operations without parameters.
    /// </summary>
    public OperatorOptions? Options { get; init; }

    /// <summary>The schema name (<c>CONV_2D</c>), or the custom code.</summary>
    public string DisplayName => CustomCode is null ? Code.SchemaName() : Text.ForMessage(CustomCode);

    /// <summary>Index and name, as messages show it.</summary>
    public override string ToString() => $"operator {Index} ({DisplayName})";
}
