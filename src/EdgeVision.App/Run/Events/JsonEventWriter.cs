using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Events;

/// <summary>One JSON document a line, for programs.</summary>
internal sealed class JsonEventWriter : IEventWriter
{
    private readonly TextWriter _output;
    private readonly WallClock _clock;
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private readonly Utf8JsonWriter _json;

    public JsonEventWriter(TextWriter output, WallClock clock)
    {
        (_output, _clock) = (output, clock);
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public void Write(in RunEvent happened)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("time", _clock.TimeOf(happened.Nanoseconds));
        _json.WriteString("event", JsonNamingPolicy.SnakeCaseLower.ConvertName(happened.Kind.ToString()));
        if (happened.Kind is RunEventKind.RuleOn or RunEventKind.RuleOff or RunEventKind.Pin or RunEventKind.Safe or RunEventKind.Armed or RunEventKind.Disarmed)
            _json.WriteString("reason", JsonNamingPolicy.SnakeCaseLower.ConvertName(happened.Reason.ToString()));
        if (happened.Rule is not null)
            _json.WriteString("rule", happened.Rule);
        if (happened.Label is not null)
        {
            _json.WriteString("label", happened.Label);
            _json.WriteNumber("probability", Math.Round(happened.Probability, 4));
        }

        if (happened.Kind == RunEventKind.Pin)
            WritePin(happened);
        if (happened.Message is not null)
            _json.WriteString("message", happened.Message);
        _json.WriteEndObject();
        _json.Flush();
        _output.WriteLine(Encoding.UTF8.GetString(_line.WrittenSpan));
        _output.Flush();
    }

    public void ShowStatus()
    {
    }

    public void Dispose() => _json.Dispose();

    private void WritePin(in RunEvent happened)
    {
        _json.WriteNumber("pin", happened.Pin);
        switch (happened.Drive)
        {
            case OutputKind.Pwm:
                _json.WriteNumber("duty", happened.Value);
                break;
            case OutputKind.Servo:
                _json.WriteNumber("angle", happened.Value);
                break;
            default:
                _json.WriteString("level", happened.Value != 0 ? "high" : "low");
                break;
        }
    }
}
