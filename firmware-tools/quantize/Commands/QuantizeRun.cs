using System.Diagnostics;
using System.Text;
using EdgeVision.Imaging;
using EdgeVision.Model;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Ladder;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Report;
using EdgeVision.Quantize.Sources;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Commands;

/// <summary>One run of the program: read, calibrate, climb, write, report.</summary>
internal sealed class QuantizeRun(QuantizeSettings settings, TextWriter output, TextWriter error)
{
    private readonly ProgressLine _progress = new(error, visible: !Console.IsErrorRedirected);
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Execute()
    {
        FloatGraph source = SourceLoader.Load(
            settings.Head is null ? [settings.Source] : [settings.Source, settings.Head],
            new SourceOptions { Convention = settings.Convention, InputSize = settings.InputSize, LabelsFile = settings.LabelsFile });
        QuantizableGraph folded = QuantizableGraph.Create(source);
        Preprocessing preprocessing = SourcePreprocessing.Of(folded.Float, settings.Preprocess);
        string reason = settings.Preprocess is null ? folded.Float.ConventionReason ?? "from the source" : "as given";
        QuantizableGraph graph = folded.With(new InputConvention(preprocessing.Mean, preprocessing.Std), reason);
        Say($"source      {source.Name} ({source.Source}), {graph.Operations.Count} operators, input {source.Input.Height}x{source.Input.Width}x{source.Input.Channels}");
        Say($"preprocess  {preprocessing} ({reason})");

        var loader = new SampleLoader(source.Input, preprocessing);
        SampleSelection selection = SampleSelection.From(settings);
        if (selection.Remark.Length > 0)
            Say($"validation  {selection.Remark}");
        var program = new FloatProgram(graph.Float);
        Sample[] samples = SampleSelection.Load(selection.Calibration, loader, "reading calibration", _progress);
        CalibrationData data = Calibrate(graph, program, samples, loader);
        Validation? validation = Validate(graph, program, loader, selection);
        LadderResult ladder = Climb(graph, program, data, samples, loader, validation);

        if (ladder.Chosen.Figure is { } figure)
            validation!.RequireVariety(figure, ladder.Chosen.Layers, source.Name);
        TfliteModel model = TfliteEmitter.Emit(ladder.Chosen.Model);
        byte[] file = TfliteWriter.Write(model);
        OutputFile.Write(settings.Target, file);
        QuantizeReport report = ReportBuilder.Build(
            new ReportSubject(graph, ladder, validation, data, model, file.Length, preprocessing.ToString(), selection,
                Stopwatch.GetElapsedTime(_start)));
        WriteReports(report);
        Conclude(report, settings.Target, file.Length);
    }

    private CalibrationData Calibrate(QuantizableGraph graph, FloatProgram program, Sample[] samples, SampleLoader loader)
    {
        if (settings.DataFree)
        {
            Say("calibrate   from batch normalization, without pictures");
            return MomentCalibration.Estimate(graph, loader.Range);
        }

        CalibrationData data =
            CalibrationData.Collect(graph, program, samples, done => _progress.Report("calibrating", done, 2 * samples.Length));
        Say($"calibrate   {samples.Length} samples from {settings.Calibrate}");
        return data;
    }

    private Validation? Validate(QuantizableGraph graph, FloatProgram program, SampleLoader loader, SampleSelection selection)
    {
        if (selection.Validation.Count == 0)
            return null;
        Sample[] samples = SampleSelection.Load(selection.Validation, loader, "reading validation", _progress);
        var validation = new Validation(program, samples, ModelClasses(graph, selection), _progress);
        Say(validation.FloatAccuracy is { } accuracy
            ? FormattableString.Invariant($"float       top-1 {accuracy:F2} % of {samples.Length}")
            : $"float       answers {validation.FloatClasses.Distinct().Count()} classes on {samples.Length} samples");
        return validation;
    }

    // Models with 1001 classes count a background class before those of the CSV.
    private static int[]? ModelClasses(QuantizableGraph graph, SampleSelection selection)
    {
        const int WithBackground = 1001;
        int classes = ValueShapes.Count(graph.Shapes[graph.Float.Output]), offset = classes == WithBackground ? 1 : 0;
        if (selection.Classes is null)
            return null;
        int wrong = Array.FindIndex(selection.Classes, c => c + offset >= classes);
        return wrong < 0
            ? Array.ConvertAll(selection.Classes, c => c + offset)
            : throw new SourceException($"{selection.Validation[wrong]}: class {selection.Classes[wrong]} is beyond the model's {classes} classes; check the CSV");
    }

    private LadderResult Climb(
        QuantizableGraph graph, FloatProgram program, CalibrationData data, Sample[] samples, SampleLoader loader, Validation? validation)
    {
        var climber = new Climber(graph, program, data, samples, loader.Range, settings.Ranges, _progress);
        var run = new LadderRun(climber, program, validation, _progress);
        IReadOnlyList<Rung> all = settings.DataFree ? Recipe.DataFree : Recipe.Full;
        Say(TerminalTable.Header(validation));
        return settings.Recipe is { } recipe
            ? run.Follow(recipe, result => Say(TerminalTable.Row(result, validation)))
            : run.ClimbTo(settings.Budget, all, result => Say(TerminalTable.Row(result, validation)));
    }

    private void WriteReports(QuantizeReport report)
    {
        if (settings.Json is { } json)
            OutputFile.Write(json, Encoding.UTF8.GetBytes(JsonReport.Format(report)));
        if (settings.Report is { } html)
            OutputFile.Write(html, Encoding.UTF8.GetBytes(HtmlReport.Format(report)));
    }

    private void Conclude(QuantizeReport report, string path, int bytes)
    {
        Say($"chosen      {report.Recipe}: {report.Reason}");
        foreach (LayerReport layer in report.Layers.OrderBy(layer => layer.Sqnr).Take(3))
            Say(FormattableString.Invariant($"weak layer  {layer.Name}: {layer.Sqnr:F1} dB"));
        Say(FormattableString.Invariant($"size        {report.FloatBytes / 1024.0:F0} KiB of float weights, {bytes / 1024.0:F0} KiB int8 model, {report.ArenaBytes / 1024.0:F0} KiB arena"));
        Say(FormattableString.Invariant($"written     {path} in {report.Seconds:F1} s"));
    }

    private void Say(string line)
    {
        _progress.Clear();
        output.WriteLine(line);
    }
}
