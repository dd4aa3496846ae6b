using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Operators;

/// <summary>Cuts one operator out of a model that has run, with its first operand as the input and all others as constants.</summary>
internal static class OneOperator
{
    public static (TfliteModel Model, byte[] Input) Extract(InferenceSession session, Operator op)
    {
        IReadOnlyList<Tensor> tensors = session.Plan.Model.Tensors;
        var builder = new ModelBuilder($"{op}.tflite");
        var inputs = new int[op.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor tensor = tensors[op.Inputs[i]];
            ReadOnlyMemory<byte> data = tensor.IsConstant ? tensor.Data : Sessions.Tensor(session, tensor.Index);
            inputs[i] = i == 0
                ? builder.AddInput(tensor.Name, tensor.Type, tensor.Shape, tensor.Quantization)
                : builder.AddConstant(tensor.Name, tensor.Type, tensor.Shape, data, tensor.Quantization);
        }

        Tensor result = tensors[op.Outputs[0]];
        int output = builder.AddTensor(result.Name, result.Type, result.Shape, result.Quantization);
        builder.AddOperator(op.Code, inputs, [output], op.Options, op.Version);
        builder.MarkOutput(output);
        return (builder.Build(), Sessions.Tensor(session, op.Inputs[0]));
    }
}
