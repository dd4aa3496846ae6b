using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>Writes operators, and the list of distinct operator codes they refer to.</summary>
internal sealed class OperatorWriter(FlatBufferBuilder b)
{
    // The byte field of old readers holds this for every code it cannot hold.
    private const int LargestDeprecatedCode = 127;

    private readonly List<(BuiltinOperator Code, string? Custom, int Version)> _codes = [];

    /// <summary>Writes all operators of a subgraph.</summary>
    public int Write(IReadOnlyList<Operator> operators)
    {
        var written = new int[operators.Count];
        for (int i = 0; i < written.Length; i++)
            written[i] = Write(operators[i]);
        return b.Objects(written);
    }

    /// <summary>Writes the codes of the operators written so far.</summary>
    public int WriteCodes()
    {
        var written = new int[_codes.Count];
        for (int i = 0; i < written.Length; i++)
        {
            (BuiltinOperator code, string? customCode, int version) = _codes[i];
            int custom = customCode is null ? 0 : b.String(customCode);
            b.StartTable(Schema.OperatorCode.Count);
            b.Field(Schema.OperatorCode.DeprecatedBuiltinCode, (sbyte)Math.Min((int)code, LargestDeprecatedCode));
            b.Object(Schema.OperatorCode.CustomCode, custom);
            b.Field(Schema.OperatorCode.Version, version, 1);
            b.Field(Schema.OperatorCode.BuiltinCode, (int)code);
            written[i] = b.EndTable();
        }

        return b.Objects(written);
    }

    private int Write(Operator op)
    {
        if (op.Options is OpaqueOptions)
            throw new NotSupportedException($"{op}: its parameters cannot be written");
        int options = OptionsWriter.Write(b, op.Options);
        int custom = op.Options is CustomOptions { Data.IsEmpty: false } c ? b.Scalars(c.Data.Span) : 0;
        int inputs = b.Scalars<int>([.. op.Inputs]);
        int outputs = b.Scalars<int>([.. op.Outputs]);
        b.StartTable(Schema.Operator.Count);
        b.Field(Schema.Operator.CodeIndex, (uint)IndexOf(op));
        b.Object(Schema.Operator.Inputs, inputs);
        b.Object(Schema.Operator.Outputs, outputs);
        b.Field(Schema.Operator.OptionsType, (byte)OptionsTypes.Of(op.Options));
        b.Object(Schema.Operator.Options, options);
        b.Object(Schema.Operator.CustomOptions, custom);
        return b.EndTable();
    }

    private int IndexOf(Operator op)
    {
        var code = (op.Code, op.CustomCode, op.Version);
        int index = _codes.IndexOf(code);
        if (index >= 0)
            return index;
        _codes.Add(code);
        return _codes.Count - 1;
    }
}
