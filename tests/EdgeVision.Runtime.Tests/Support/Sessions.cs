using System.Security.Cryptography;

namespace EdgeVision.Runtime.Tests.Support;

/// <summary>Runs sessions on bytes of the file's own types.</summary>
internal static class Sessions
{
    /// <summary>Runs a plan in a session of its own and returns its outputs.</summary>
    public static byte[][] Run(ExecutionPlan plan, params byte[][] inputs)
    {
        using var session = new InferenceSession(plan);
        SetInputs(session, inputs);
        session.Run();
        return Outputs(session);
    }

    public static void SetInputs(InferenceSession session, params byte[][] inputs)
    {
        Assert.Equal(session.Plan.Inputs.Count, inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
            session.SetInput(i, inputs[i]);
    }

    public static byte[][] Outputs(InferenceSession session)
    {
        var outputs = new byte[session.Plan.Outputs.Count][];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new byte[session.Plan.Outputs[i].ByteCount];
            session.CopyOutput(i, outputs[i]);
        }

        return outputs;
    }

    public static byte[] Tensor(InferenceSession session, int tensor)
    {
        var bytes = new byte[session.Plan.Tensors[tensor].ByteCount];
        session.CopyTensor(tensor, bytes);
        return bytes;
    }

    public static string Hash(InferenceSession session, int tensor) => Hash(Tensor(session, tensor));

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
