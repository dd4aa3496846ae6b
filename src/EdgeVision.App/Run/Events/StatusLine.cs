using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeVision.App.Models;
using EdgeVision.App.Run.Outputs;
using EdgeVision.App.Run.Statistics;
using EdgeVision.Devices.Cameras;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Events;

/// <summary>How it goes, in one line: <c>9.8 fps  person 0.97  GPIO17 high  dropped 3</c>.</summary>
internal sealed class StatusLine(RunStatistics statistics, ICamera camera, OutputBank outputs, Labels labels)
{
    private readonly StringBuilder _text = new();
    private long _framesBefore;
    private long _timeBefore = Stopwatch.GetTimestamp();
    private double _rate;

    /// <summary>The most probable class of the last frame, in the first zone; the loop sets it.</summary>
    public (int Class, float Probability) Top { get; set; } = (-1, 0);

    public string Text()
    {
        MeasureRate();
        _text.Clear().Append(CultureInfo.InvariantCulture, $"{_rate:F1} fps");
        if (Top.Class >= 0)
            _text.Append(CultureInfo.InvariantCulture, $"  {labels[Top.Class]} {Top.Probability:F2}");
        for (int i = 0; i < outputs.Values.Count; i++)
            AppendOutput(i);
        CameraStatistics counts = camera.Statistics;
        _text.Append(CultureInfo.InvariantCulture, $"  dropped {counts.Dropped}");
        if (counts.Restarts > 0)
            _text.Append(CultureInfo.InvariantCulture, $"  restarts {counts.Restarts}");
        return _text.ToString();
    }

    // Over at least a second, so that the number can be read.
    private void MeasureRate()
    {
        double seconds = Stopwatch.GetElapsedTime(_timeBefore).TotalSeconds;
        if (seconds < 1)
            return;
        long frames = statistics.Frames;
        _rate = (frames - _framesBefore) / seconds;
        (_framesBefore, _timeBefore) = (frames, Stopwatch.GetTimestamp());
    }

    private void AppendOutput(int index)
    {
        double value = outputs.Values[index];
        _text.Append(CultureInfo.InvariantCulture, $"  GPIO{outputs.Numbers[index]} ");
        switch (outputs.Outputs[index].Kind)
        {
            case OutputKind.Pwm:
                _text.Append(CultureInfo.InvariantCulture, $"{value * 100:F0} %");
                break;
            case OutputKind.Servo:
                _text.Append(CultureInfo.InvariantCulture, $"{value:F0}°");
                break;
            default:
                _text.Append(outputs.Outputs[index].IsHigh(value) ? "high" : "low");
                break;
        }
    }
}
