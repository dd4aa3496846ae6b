namespace EdgeVision.Model;

/// <summary>Field numbers of the TensorFlow Lite schema, version 3: the position of a field in its table.</summary>
internal static class Schema
{
    public const uint Version = 3;

    public const string MinRuntimeVersionEntry = "min_runtime_version";
    public const string MetadataEntry = "TFLITE_METADATA";

    public static ReadOnlySpan<byte> Identifier => "TFL3"u8;

    public static class Model
    {
        public const int Version = 0;
        public const int OperatorCodes = 1;
        public const int Subgraphs = 2;
        public const int Description = 3;
        public const int Buffers = 4;
        public const int Metadata = 6;
        public const int Count = 7;
    }

    public static class OperatorCode
    {
        public const int DeprecatedBuiltinCode = 0;
        public const int CustomCode = 1;
        public const int Version = 2;
        public const int BuiltinCode = 3;
        public const int Count = 4;
    }

    public static class Subgraph
    {
        public const int Tensors = 0;
        public const int Inputs = 1;
        public const int Outputs = 2;
        public const int Operators = 3;
        public const int Count = 4;
    }

    public static class Tensor
    {
        public const int Shape = 0;
        public const int Type = 1;
        public const int Buffer = 2;
        public const int Name = 3;
        public const int Quantization = 4;
        public const int IsVariable = 5;
        public const int Sparsity = 6;
        public const int Count = 7;
    }

    public static class Quantization
    {
        public const int Min = 0;
        public const int Max = 1;
        public const int Scale = 2;
        public const int ZeroPoint = 3;
        public const int DetailsType = 4;
        public const int Axis = 6;
        public const int Count = 7;
    }

    public static class Operator
    {
        public const int CodeIndex = 0;
        public const int Inputs = 1;
        public const int Outputs = 2;
        public const int OptionsType = 3;
        public const int Options = 4;
        public const int CustomOptions = 5;
        public const int LargeCustomOptionsOffset = 9;
        public const int LargeCustomOptionsSize = 10;
        public const int Options2Type = 11;
        public const int Count = 12;
    }

    public static class Buffer
    {
        public const int Data = 0;
        public const int Offset = 1;
        public const int Size = 2;
        public const int Count = 3;
    }

    public static class Metadata
    {
        public const int Name = 0;
        public const int Buffer = 1;
        public const int Count = 2;
    }
}
