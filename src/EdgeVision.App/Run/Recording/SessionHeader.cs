using System.Text.Json.Serialization;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Recording;

/// <summary>What a recorded session was made with: enough to run its rules again without model, camera or board.</summary>
/// <param name="Started">When.</param>
/// <param name="StartedAt">The same by the monotonic clock, in nanoseconds.</param>
/// <param name="Model">The model's name.</param>
/// <param name="ModelSha256">SHA-256 of the model's file; lower-case hexadecimal.</param>
/// <param name="Labels">The name of every class.</param>
/// <param name="ScoreScale">What turns a score into a probability: <c>scale · (score − zero point)</c>.</param>
/// <param name="ScoreZeroPoint">See <paramref name="ScoreScale"/>; int8 domain.</param>
/// <param name="Zones">The parts of the picture that were classified, in the order of their scores.</param>
/// <param name="RulesFile">The name of the rules file.</param>
/// <param name="Rules">Its text.</param>
/// <param name="Board">The pins of the board.</param>
internal sealed record SessionHeader(
    DateTimeOffset Started, long StartedAt, string Model, string ModelSha256, IReadOnlyList<string> Labels, float ScoreScale,
    int ScoreZeroPoint,
    IReadOnlyList<Zone> Zones, string RulesFile, string Rules, BoardPins Board);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SessionHeader))]
internal sealed partial class SessionJson : JsonSerializerContext;
