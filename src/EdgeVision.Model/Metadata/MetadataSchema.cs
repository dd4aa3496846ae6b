namespace EdgeVision.Model;

/// <summary>Field numbers of the TensorFlow Lite Metadata schema, and the numbers of its enumerations and unions that are used.</summary>
internal static class MetadataSchema
{
    public static ReadOnlySpan<byte> Identifier => "M001"u8;

    public static class Model
    {
        public const int Name = 0;
        public const int Description = 1;
        public const int Subgraphs = 3;
        public const int MinParserVersion = 7;
        public const int Count = 8;
    }

    public static class Subgraph
    {
        public const int Inputs = 2;
        public const int Outputs = 3;
        public const int Count = 4;
    }

    public static class Tensor
    {
        public const int Name = 0;
        public const int Content = 3;
        public const int ProcessUnits = 4;
        public const int AssociatedFiles = 6;
        public const int Count = 7;
    }

    public static class Content
    {
        public const int PropertiesType = 0;
        public const int Properties = 1;
        public const int Count = 2;

        public const byte ImageProperties = 2;
    }

    public static class Image
    {
        public const int ColorSpace = 0;
        public const int Count = 1;
    }

    public static class ProcessUnit
    {
        public const int OptionsType = 0;
        public const int Options = 1;
        public const int Count = 2;

        public const byte Normalization = 1;
    }

    public static class Normalization
    {
        public const int Mean = 0;
        public const int Std = 1;
        public const int Count = 2;
    }

    public static class AssociatedFile
    {
        public const int Name = 0;
        public const int Type = 2;
        public const int Locale = 3;
        public const int Count = 4;

        public const byte AxisLabels = 2;
        public const byte ValueLabels = 3;
    }
}
