namespace EdgeVision.Model;

/// <summary>Stores models as TensorFlow Lite files.</summary>
public static class TfliteWriter
{
    /// <summary>
    /// The bytes of a standard <c>.tflite</c> file, the same for the same model on every machine. Constants are 16-byte aligned from the
    /// start of the file; metadata is stored as TensorFlow Lite Metadata, labels as a file <c>labels.txt</c> in the ZIP archive behind it.
    /// </summary>
    /// <exception cref="NotSupportedException">An operator has <see cref="OpaqueOptions"/>.</exception>
    public static byte[] Write(TfliteModel model) => throw new NotImplementedException();
}
