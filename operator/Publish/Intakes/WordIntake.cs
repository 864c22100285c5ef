using AiGateway.Contracts;

namespace AiGateway.Operator.Publish.Intakes;

/// <summary>
/// What a sidecar says for the leader, made fit to be kept: of the stream's own process, with the one member that its type names, bounded, each thing once. A sidecar is trusted with its own
/// words only, and the names in them are an agent's. What does not fit is left out.
/// </summary>
internal static class WordIntake
{
    /// <summary>The word as it may be kept; null where the line is none, or of another process.</summary>
    public static Envelope? Take(Envelope line, Voice voice, DateTimeOffset now) => line.Type switch
    {
        EnvelopeTypes.Slices when line.Slices is { } word && word.Epoch == voice.Epoch => new() { Type = line.Type, Slices = SliceIntake.Take(word) },
        EnvelopeTypes.Breaches when line.Breaches is { } word && word.Epoch == voice.Epoch => new() { Type = line.Type, Breaches = BreachIntake.Take(word, now) },
        EnvelopeTypes.Approvals when line.Approvals is { } word && word.Epoch == voice.Epoch => new() { Type = line.Type, Approvals = ApprovalIntake.Take(word, now) },
        EnvelopeTypes.Used when line.Used is { } word && word.Epoch == voice.Epoch => new() { Type = line.Type, Used = UsedIntake.Take(word, now) },
        _ => null,
    };
}
