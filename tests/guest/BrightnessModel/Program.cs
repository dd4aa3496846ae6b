using EdgeVision.Testing;

if (args is not [var file])
{
    Console.Error.WriteLine("usage: BrightnessModel FILE.tflite");
    return 2;
}

File.WriteAllBytes(file, BrightnessModel.ToTflite());
return 0;
