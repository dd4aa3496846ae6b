using System.CommandLine;
using System.Globalization;
using EdgeVision.Imaging;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Ladder;

namespace EdgeVision.Quantize.Commands;

/// <summary>The command line.</summary>
internal static class QuantizeCommand
{
    private static readonly Dictionary<string, RangeMethod> RangeNames = new()
    {
        ["minmax"] = RangeMethod.MinMax,
        ["moving-average"] = RangeMethod.MovingAverage,
        ["percentile"] = RangeMethod.Percentile,
        ["mse"] = RangeMethod.Mse,
        ["kl"] = RangeMethod.Entropy,
    };

    public static RootCommand Create(TextWriter output, TextWriter error)
    {
        var source = new Argument<string>("source")
        {
            Description = "Float model: Keras .h5/.keras, float .tflite, ONNX, .safetensors, a TensorFlow.js folder, or a uint8 .tflite.",
        };
        Option<string?> head =
            Text("--head", "file", "A second .tflite that goes on from the source's output, for models published as extractor and head.");
        Option<string?> calibrate =
            Text("--calibrate", "dir", "Folder with pictures (or .npy/.raw tensors) like those the model will see; 100 are enough.");
        Option<string?> validate = Text("--validate", "dir",
            "Folder with other pictures, to measure each rung on. Without it every fifth of --calibrate is set aside.");
        Option<string?> labels = Text("--labels", "csv",
            "What the validation pictures show: columns file and class_index (from 0). Without it, agreement with the float model counts.");
        var budget = new Option<double>("--budget")
        {
            Description = "Climb until this few points are lost against the float model.",
            DefaultValueFactory = _ => 0.5,
            HelpName = "points",
        };
        budget.Validators.Add(result =>
        {
            const NumberStyles Plain = NumberStyles.AllowDecimalPoint; // 0,5 would else be read as 05: a comma between thousands
            if (result.Tokens.Count > 0 && !double.TryParse(result.Tokens[0].Value, Plain, CultureInfo.InvariantCulture, out _))
                result.AddError($"--budget takes a number of at least 0 such as 0.5, not '{result.Tokens[0].Value}'");
        });
        Option<string?> recipe = Text("--recipe", "rungs", $"Climb exactly these rungs instead: {Recipe.Syntax}.");
        var ranges = new Option<string>("--ranges")
        {
            Description = "How calibration chooses ranges.",
            DefaultValueFactory = _ => "minmax",
        };
        ranges.AcceptOnlyFromAmong([.. RangeNames.Keys]);
        var samples = new Option<int>("--samples")
        {
            Description = "Most pictures to calibrate with, spread over the folder.",
            DefaultValueFactory = _ => 256,
            HelpName = "n",
        };
        samples.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int value) || value < 1))
                result.AddError($"--samples takes a whole number of at least 1, not '{result.Tokens[0].Value}'");
        });
        Option<string?> target = Text("--output", "file", "Where the int8 model goes; SOURCE_int8.tflite without it.");
        Option<string?> report = Text("--report", "html", "Write a page with charts.");
        Option<string?> json = Text("--json", "file", "Write the figures for programs.");
        Option<string?> preprocess = Text("--preprocess", "settings",
            $"How a picture becomes the input: {Preprocessing.Syntax}. What it leaves out is as the source says.");
        var inputSize = new Option<int?>("--input-size")
        {
            Description = "Height and width, for sources that leave them open.",
            HelpName = "n",
        };
        Option<string?> convention =
            Text("--convention", "name", "keras, timm or timm-imagenet: padding, epsilon and normalization where the source does not say.");
        Option<string?> labelsFile = Text("--labels-file", "file", "Class names, one a line, to be stored in the model.");
        var dataFree = new Option<bool>("--data-free") { Description = "Calibrate from batch normalization alone, without any picture." };
        var command = new RootCommand(
            "Turns a float MobileNet into an int8 .tflite model that is as good, by climbing from plain rounding to adaptive rounding as far as needed.\n"
            + "Exit status: 0 success, 2 wrong usage, 3 bad input file or useless result.")
        {
            source, head, calibrate, validate, labels, budget, recipe, ranges, samples, target, report, json, preprocess, inputSize,
                convention, labelsFile, dataFree,
        };
        command.SetAction(line =>
        {
            var settings = new QuantizeSettings
            {
                Source = line.GetValue(source)!,
                Head = line.GetValue(head),
                Calibrate = line.GetValue(calibrate),
                Validate = line.GetValue(validate),
                Labels = line.GetValue(labels),
                Budget = line.GetValue(budget),
                Recipe = line.GetValue(recipe) is { } names ? Recipe.Parse(names) : null,
                Ranges = RangeNames[line.GetValue(ranges)!],
                Samples = line.GetValue(samples),
                Output = line.GetValue(target),
                Report = line.GetValue(report),
                Json = line.GetValue(json),
                Preprocess = line.GetValue(preprocess),
                InputSize = line.GetValue(inputSize),
                Convention = line.GetValue(convention),
                LabelsFile = line.GetValue(labelsFile),
                DataFree = line.GetValue(dataFree),
            };
            settings.Check();
            new QuantizeRun(settings, output, error).Execute();
            return ExitCodes.Success;
        });
        return command;
    }

    private static Option<string?> Text(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
    };
}
