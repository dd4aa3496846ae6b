using System.Globalization;
using EdgeVision.Model;
using EdgeVision.Testing;

if (args is not [var folder, var widths, var sizes])
{
    Console.Error.WriteLine("usage: LadderModels FOLDER WIDTH,WIDTH,... SIZE,SIZE,...");
    return 2;
}

foreach (string width in widths.Split(','))
{
    foreach (string size in sizes.Split(','))
    {
        var (factor, side) = (double.Parse(width, CultureInfo.InvariantCulture), int.Parse(size, CultureInfo.InvariantCulture));
        File.WriteAllBytes(Path.Combine(folder, MobileNetV1.Name(factor, side) + ".tflite"), TfliteWriter.Write(MobileNetV1.Create(factor, side)));
    }
}

return 0;
