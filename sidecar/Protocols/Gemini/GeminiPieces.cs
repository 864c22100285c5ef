using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Streamed parts come back in the pieces in which they went out: thoughts event by event, a signature behind its text in an empty part. To other makers a thought and its
/// signature are one thing.
/// </summary>
internal static class GeminiPieces
{
    /// <summary>Both as one part; null where they are two.</summary>
    public static Part? Join(Part first, Part second) => (first, second) switch
    {
        (ReasoningPart { Signature: null, Sealed: null } one, ReasoningPart { Sealed: null } next) => Join(one, next),
        (TextPart { Signature: null } one, TextPart { Signature: not null, Text.IsEmpty: true }) => one with { Signature = second.Signature },
        _ => null,
    };

    private static ReasoningPart? Join(ReasoningPart first, ReasoningPart second)
    {
        if (second.Text.IsEmpty) return first with { Signature = second.Signature };
        if (GeminiJson.Decoded(first.Text) is not { } one || GeminiJson.Decoded(second.Text) is not { } next) return null;
        return first with { Text = one + next, Signature = second.Signature };
    }
}
