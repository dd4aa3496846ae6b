namespace EdgeVision.Model;

/// <summary>Puts a model together in memory: tensors first, then operators in order of execution, then <see cref="Build"/>.</summary>
/// <param name="name">What messages call the model.</param>
public sealed class ModelBuilder(string name)
{
    /// <summary>See <see cref="TfliteModel.Description"/>.</summary>
    public string Description { get; set; } = "";

    /// <summary>See <see cref="TfliteModel.MinRuntimeVersion"/>.</summary>
    public string? MinRuntimeVersion { get; set; }

    /// <summary>See <see cref="TfliteModel.Metadata"/>.</summary>
    public ModelMetadata Metadata { get; set; } = ModelMetadata.Empty;

    /// <summary>Adds a tensor that the caller of the model fills.</summary>
    /// <returns>Its index.</returns>
    public int AddInput(string tensorName, TensorType type, IReadOnlyList<int> shape, TensorQuantization? quantization = null) =>
        throw new NotImplementedException(name);

    /// <summary>Adds a tensor that an operator writes.</summary>
    /// <returns>Its index.</returns>
    public int AddTensor(string tensorName, TensorType type, IReadOnlyList<int> shape, TensorQuantization? quantization = null) =>
        throw new NotImplementedException();

    /// <summary>Adds a tensor that operators keep state in between runs.</summary>
    /// <returns>Its index.</returns>
    public int AddVariable(string tensorName, TensorType type, IReadOnlyList<int> shape, TensorQuantization? quantization = null) =>
        throw new NotImplementedException();

    /// <summary>Adds a constant from bytes: row-major, little-endian; not copied.</summary>
    /// <returns>Its index.</returns>
    public int AddConstant(
        string tensorName,
        TensorType type,
        IReadOnlyList<int> shape,
        ReadOnlyMemory<byte> data,
        TensorQuantization? quantization = null) => throw new NotImplementedException();

    /// <summary>Adds a constant from values, row-major; copied.</summary>
    /// <typeparam name="T">sbyte, byte, short, int, long or float: the element type follows from it.</typeparam>
    /// <returns>Its index.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public int AddConstant<T>(string tensorName, IReadOnlyList<int> shape, ReadOnlySpan<T> values, TensorQuantization? quantization = null)
        where T : unmanaged => throw new NotImplementedException();

    /// <summary>Adds an operator that runs after those already added.</summary>
    /// <param name="code">Not <see cref="BuiltinOperator.Custom"/>.</param>
    /// <param name="inputs">Indices of tensors; −1 for an omitted optional input.</param>
    /// <param name="outputs">Indices of tensors.</param>
    /// <param name="options">Its parameters; <see langword="null"/> for the schema's defaults.</param>
    /// <param name="version">Version of the operator's contract.</param>
    /// <returns>Its index.</returns>
    public int AddOperator(
        BuiltinOperator code,
        IReadOnlyList<int> inputs,
        IReadOnlyList<int> outputs,
        OperatorOptions? options = null,
        int version = 1) => throw new NotImplementedException();

    /// <summary>Adds a custom operator that runs after those already added.</summary>
    /// <param name="customCode">Its name, not empty.</param>
    /// <param name="inputs">Indices of tensors; −1 for an omitted optional input.</param>
    /// <param name="outputs">Indices of tensors.</param>
    /// <param name="options">Its parameters, usually a FlexBuffer.</param>
    /// <param name="version">Version of the operator's contract.</param>
    /// <returns>Its index.</returns>
    public int AddCustomOperator(
        string customCode,
        IReadOnlyList<int> inputs,
        IReadOnlyList<int> outputs,
        ReadOnlyMemory<byte> options = default,
        int version = 1) => throw new NotImplementedException();

    /// <summary>Declares a tensor as the next output of the model.</summary>
    public void MarkOutput(int tensor) => throw new NotImplementedException();

    /// <summary>The finished model.</summary>
    /// <exception cref="ModelFormatException">The graph is not valid, with the same rules and messages as for a file.</exception>
    public TfliteModel Build() => throw new NotImplementedException();
}
