namespace EdgeVision.Model;

/// <summary>The rules every model keeps, whether read from a file or built in memory.</summary>
internal sealed class GraphValidator
{
    private readonly TfliteModel _model;
    private readonly bool[] _available;

    private GraphValidator(TfliteModel model)
    {
        _model = model;
        _available = new bool[model.Tensors.Count];
    }

    /// <summary>Checks tensors, the order of the graph, and metadata.</summary>
    /// <exception cref="ModelFormatException">A rule is broken.</exception>
    public static void Check(TfliteModel model)
    {
        var validator = new GraphValidator(model);
        foreach (Tensor tensor in model.Tensors)
            TensorValidator.Check(tensor, model.Name);
        validator.CheckInputs();
        foreach (Operator op in model.Operators)
            validator.CheckOperator(op);
        validator.CheckOutputs();
        MetadataValidator.Check(model);
    }

    private void CheckInputs()
    {
        foreach (Tensor tensor in _model.Tensors)
            _available[tensor.Index] = tensor.IsConstant || tensor.IsVariable;
        foreach (int index in _model.Inputs)
        {
            Tensor tensor = TensorAt(index, "model input");
            if (_available[index])
                throw Error($"{tensor} is a model input, but it is a constant, a variable, or listed twice");
            _available[index] = true;
        }
    }

    private void CheckOperator(Operator op)
    {
        if (op.CustomCode is "")
            throw Error($"operator {op.Index}: a custom operator has no name");
        foreach (int index in op.Inputs)
        {
            if (index != -1 && !_available[TensorAt(index, op).Index])
                throw Error($"{op} reads {_model.Tensors[index]}, which holds no data and nothing before it writes");
        }

        foreach (int index in op.Outputs)
        {
            Tensor tensor = TensorAt(index, op);
            if (_available[index] && !tensor.IsVariable)
                throw Error($"{op} writes {tensor}, which is a constant, a model input, or written before");
            _available[index] = true;
        }
    }

    private void CheckOutputs()
    {
        if (_model.Outputs.Count == 0)
            throw Error("the model has no outputs");
        foreach (int index in _model.Outputs)
        {
            Tensor tensor = TensorAt(index, "model output");
            if (!_available[index])
                throw Error($"{tensor} is a model output, but nothing writes it");
        }
    }

    private Tensor TensorAt(int index, object user)
    {
        if ((uint)index >= (uint)_model.Tensors.Count)
            throw Error($"{user}: tensor {index} does not exist, there are {_model.Tensors.Count}");
        return _model.Tensors[index];
    }

    private ModelFormatException Error(string problem) => new($"{_model.Name}: {problem}; the graph is not valid: export the model again");
}
