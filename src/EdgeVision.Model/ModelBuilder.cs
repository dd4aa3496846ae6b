using System.Runtime.InteropServices;

namespace EdgeVision.Model;

/// <summary>Puts a model together in memory: tensors first, then operators in order of execution, then <see cref="Build"/>.</summary>
/// <param name="name">What messages call the model.</param>
public sealed class ModelBuilder(string name)
{
    private readonly List<Tensor> _tensors = [];
    private readonly List<Operator> _operators = [];
    private readonly List<int> _inputs = [];
    private readonly List<int> _outputs = [];

    /// <summary>See <see cref="TfliteModel.Description"/>.</summary>
    public string Description { get; set; } = "";

    /// <summary>See <see cref="TfliteModel.MinRuntimeVersion"/>.</summary>
    public string? MinRuntimeVersion { get; set; }

    /// <summary>See <see cref="TfliteModel.Metadata"/>.</summary>
    public ModelMetadata Metadata { get; set; } = ModelMetadata.Empty;

    /// <summary>Adds a tensor that the caller of the model fills.</summary>
    /// <param name="tensorName">For people.</param>
    /// <param name="type">Type of its elements.</param>
    /// <param name="shape">Dimensions, outermost first; empty for a scalar.</param>
    /// <param name="quantization">How integers stand for real numbers, if they do.</param>
    /// <returns>Its index.</returns>
    public int AddInput(string tensorName, TensorType type, IReadOnlyList<int> shape, TensorQuantization? quantization = null)
    {
        int index = AddTensor(tensorName, type, shape, quantization);
        _inputs.Add(index);
        return index;
    }

    /// <summary>Adds a tensor that an operator writes.</summary>
    /// <inheritdoc cref="AddInput"/>
    public int AddTensor(string tensorName, TensorType type, IReadOnlyList<int> shape, TensorQuantization? quantization = null) =>
        Add(tensorName, type, shape, quantization);

    /// <summary>Adds a tensor that operators keep state in between runs.</summary>
    /// <inheritdoc cref="AddInput"/>
    public int AddVariable(string tensorName, TensorType type, IReadOnlyList<int> shape, TensorQuantization? quantization = null) =>
        Add(tensorName, type, shape, quantization, isVariable: true);

    /// <summary>Adds a constant from bytes.</summary>
    /// <param name="tensorName">For people.</param>
    /// <param name="type">Type of its elements.</param>
    /// <param name="shape">Dimensions, outermost first; empty for a scalar.</param>
    /// <param name="data">Elements, row-major, little-endian; not copied, so they must not change afterwards.</param>
    /// <param name="quantization">How integers stand for real numbers, if they do.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="ArgumentException">There are no bytes.</exception>
    public int AddConstant(
        string tensorName,
        TensorType type,
        IReadOnlyList<int> shape,
        ReadOnlyMemory<byte> data,
        TensorQuantization? quantization = null)
    {
        if (data.IsEmpty)
            throw new ArgumentException($"the constant '{tensorName}' has no data", nameof(data));
        return Add(tensorName, type, shape, quantization, data);
    }

    /// <summary>Adds a constant from values.</summary>
    /// <typeparam name="T">sbyte, byte, short, int, long or float: the element type follows from it.</typeparam>
    /// <param name="tensorName">For people.</param>
    /// <param name="shape">Dimensions, outermost first; empty for a scalar.</param>
    /// <param name="values">Elements, row-major; copied.</param>
    /// <param name="quantization">How integers stand for real numbers, if they do.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public int AddConstant<T>(string tensorName, IReadOnlyList<int> shape, ReadOnlySpan<T> values, TensorQuantization? quantization = null)
        where T : unmanaged =>
        AddConstant(tensorName, TypeOf<T>(), shape, MemoryMarshal.AsBytes(values).ToArray(), quantization);

    /// <summary>Adds an operator that runs after those already added.</summary>
    /// <param name="code">Not <see cref="BuiltinOperator.Custom"/>.</param>
    /// <param name="inputs">Indices of tensors; −1 for an omitted optional input.</param>
    /// <param name="outputs">Indices of tensors.</param>
    /// <param name="options">Its parameters; <see langword="null"/> for the schema's defaults.</param>
    /// <param name="version">Version of the operator's contract.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="ArgumentException">The parameters belong to another operation, or the code is for custom operators.</exception>
    public int AddOperator(
        BuiltinOperator code,
        IReadOnlyList<int> inputs,
        IReadOnlyList<int> outputs,
        OperatorOptions? options = null,
        int version = 1)
    {
        if (code == BuiltinOperator.Custom)
            throw new ArgumentException("custom operators are added by name", nameof(code));
        options ??= OptionsReader.Defaults(code);
        if (options is not null && (options is CustomOptions || OptionsTypes.Of(options) != OptionsTypes.Of(code)))
            throw new ArgumentException($"{options.GetType().Name} are not parameters of {code.SchemaName()}", nameof(options));
        return Add(new Operator
        {
            Index = _operators.Count,
            Code = code,
            Version = version,
            Inputs = [.. inputs],
            Outputs = [.. outputs],
            Options = options,
        });
    }

    /// <summary>Adds a custom operator that runs after those already added.</summary>
    /// <param name="customCode">Its name, not empty.</param>
    /// <param name="inputs">Indices of tensors; −1 for an omitted optional input.</param>
    /// <param name="outputs">Indices of tensors.</param>
    /// <param name="options">Its parameters, usually a FlexBuffer; not copied.</param>
    /// <param name="version">Version of the operator's contract.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public int AddCustomOperator(
        string customCode,
        IReadOnlyList<int> inputs,
        IReadOnlyList<int> outputs,
        ReadOnlyMemory<byte> options = default,
        int version = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(customCode);
        return Add(new Operator
        {
            Index = _operators.Count,
            Code = BuiltinOperator.Custom,
            CustomCode = customCode,
            Version = version,
            Inputs = [.. inputs],
            Outputs = [.. outputs],
            Options = new CustomOptions(options),
        });
    }

    /// <summary>Declares a tensor as the next output of the model.</summary>
    /// <param name="tensor">Its index.</param>
    public void MarkOutput(int tensor) => _outputs.Add(tensor);

    /// <summary>The finished model; the builder can go on and build a larger one.</summary>
    /// <exception cref="ModelFormatException">A rule is broken: the rules and messages are those for files.</exception>
    public TfliteModel Build()
    {
        var model = new TfliteModel
        {
            Name = name,
            Description = Description,
            MinRuntimeVersion = MinRuntimeVersion,
            Tensors = [.. _tensors],
            Operators = [.. _operators],
            Inputs = [.. _inputs],
            Outputs = [.. _outputs],
            Metadata = Metadata,
        };
        GraphValidator.Check(model);
        return model;
    }

    private int Add(
        string tensorName,
        TensorType type,
        IReadOnlyList<int> shape,
        TensorQuantization? quantization,
        ReadOnlyMemory<byte> data = default,
        bool isVariable = false)
    {
        _tensors.Add(new Tensor
        {
            Index = _tensors.Count,
            Name = tensorName,
            Type = type,
            Shape = [.. shape],
            Quantization = quantization,
            Data = data,
            IsVariable = isVariable,
        });
        return _tensors.Count - 1;
    }

    private int Add(Operator op)
    {
        _operators.Add(op);
        return op.Index;
    }

    private static TensorType TypeOf<T>() => default(T) switch
    {
        sbyte => TensorType.Int8,
        byte => TensorType.UInt8,
        short => TensorType.Int16,
        int => TensorType.Int32,
        long => TensorType.Int64,
        float => TensorType.Float32,
        _ => throw new NotSupportedException($"{typeof(T)} is not an element type; add the constant as bytes"),
    };
}
