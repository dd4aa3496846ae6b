using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Commands;

/// <summary>An input or output that <c>invoke</c> reads from a file or writes to one.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Type">Element type in the model.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record RawTensor(string Name, TensorType Type, IReadOnlyList<int> Shape, int Bytes)
{
    /// <summary>Copies a tensor with a number into bytes.</summary>
    public delegate void Copy(int index, Span<byte> destination);

    public static RawTensor Of(PlannedTensor tensor) => new($"'{tensor.Name}'", tensor.FileType, tensor.Shape, tensor.ByteCount);

    public static RawTensor Of(CompiledTensor tensor) => new($"tensor {tensor.ModelIndex}", tensor.FileType, tensor.Shape, tensor.ByteCount);

    /// <summary>Reads a file for each input.</summary>
    public static byte[][] Read(string model, RawTensor[] inputs, string[] files)
    {
        if (files.Length != inputs.Length)
            throw new UsageException($"{model} has {inputs.Length} inputs, but --input was given {files.Length} times");
        var values = new byte[files.Length][];
        for (int i = 0; i < files.Length; i++)
        {
            values[i] = InputFile.Read(files[i], inputs[i].Bytes, $"a tensor for {model}, whose input {i} {inputs[i]}");
            if (values[i].Length != inputs[i].Bytes)
                throw new BadInputException($"{files[i]}: {values[i].Length} bytes, but input {i} {inputs[i]}");
        }

        return values;
    }

    /// <summary>Writes each output to a file: the first to <paramref name="target"/>, further ones to <c>target.1</c>, <c>target.2</c> ...</summary>
    public static void Write(RawTensor[] outputs, string target, Copy copy, TextWriter log)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            var bytes = new byte[outputs[i].Bytes];
            copy(i, bytes);
            string file = i == 0 ? target : $"{target}.{i}";
            File.WriteAllBytes(file, bytes);
            log.WriteLine($"{file}: {outputs[i].Name} {outputs[i].Type} [{string.Join(", ", outputs[i].Shape)}], {outputs[i].Bytes} bytes");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} is {Type} [{string.Join(", ", Shape)}], {Bytes} bytes";
}
