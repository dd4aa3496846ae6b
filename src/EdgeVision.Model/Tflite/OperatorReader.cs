using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>Reads operators; <see cref="GraphValidator"/> checks the tensors they name afterwards.</summary>
internal sealed class OperatorReader(FlatBuffer buffer, FlatTables codes)
{
    private readonly OptionsReader _options = new(buffer);

    private readonly record struct OperatorCode(BuiltinOperator Builtin, string? Custom, int Version);

    /// <summary>All operators of a subgraph.</summary>
    public Operator[] Read(FlatTables tables)
    {
        OperatorCode[] known = ReadCodes();
        var operators = new Operator[tables.Count];
        for (int i = 0; i < operators.Length; i++)
        {
            buffer.Enter("operator", i);
            operators[i] = Read(i, tables[i], known);
        }

        buffer.Leave();
        return operators;
    }

    private Operator Read(int index, FlatTable table, OperatorCode[] known)
    {
        uint codeIndex = table.Scalar<uint>(Schema.Operator.CodeIndex);
        if (codeIndex >= (uint)known.Length)
            throw buffer.Damaged($"operator code {codeIndex} does not exist, there are {known.Length}");
        OperatorCode code = known[codeIndex];
        return new Operator
        {
            Index = index,
            Code = code.Builtin,
            CustomCode = code.Custom,
            Version = code.Version,
            Inputs = table.Scalars<int>(Schema.Operator.Inputs),
            Outputs = table.Scalars<int>(Schema.Operator.Outputs),
            Options = code.Builtin == BuiltinOperator.Custom ? Custom(table) : _options.Read(code.Builtin, table),
        };
    }

    private CustomOptions Custom(FlatTable table)
    {
        ReadOnlyMemory<byte> data = table.Bytes(Schema.Operator.CustomOptions);
        return new CustomOptions(
            data.IsEmpty
                ? BufferTable.External(
                    buffer,
                    table.Scalar<ulong>(Schema.Operator.LargeCustomOptionsOffset),
                    table.Scalar<ulong>(Schema.Operator.LargeCustomOptionsSize))
                : data);
    }

    private OperatorCode[] ReadCodes()
    {
        var read = new OperatorCode[codes.Count];
        for (int i = 0; i < read.Length; i++)
        {
            buffer.Enter("operator code", i);
            read[i] = ReadCode(codes[i]);
        }

        buffer.Leave();
        return read;
    }

    private OperatorCode ReadCode(FlatTable table)
    {
        // Old files have only the byte, new files store codes above 127 in the wider field and 127 in the byte.
        int number = Math.Max(
            table.Scalar<sbyte>(Schema.OperatorCode.DeprecatedBuiltinCode),
            table.Scalar<int>(Schema.OperatorCode.BuiltinCode));
        if (number < 0)
            throw buffer.Damaged($"the builtin code is {number}");
        var builtin = (BuiltinOperator)number;
        string? custom = builtin == BuiltinOperator.Custom ? table.String(Schema.OperatorCode.CustomCode) ?? "" : null;
        return new OperatorCode(builtin, custom, table.Scalar(Schema.OperatorCode.Version, 1));
    }
}
