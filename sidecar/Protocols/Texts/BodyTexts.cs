using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>
/// The texts of whole bodies, in their order. What no dialect has a place for counts as input, or as output, so that nothing passes unread for being new: an unknown member is a text
/// with its name, and so is each string, name and number below it.
/// <para>
/// No texts are, by the grammar of the dialect (<see cref="TextGrammars"/>) and as long as they look like it (<see cref="TextWords"/>): types, roles, ids, settings and their numbers,
/// names of models and of tools that are called (printable ASCII of up to <see cref="TextWords.MaxWord"/> bytes); signatures and reasoning that only its maker can read, vectors, and media
/// (base64, and <c>data:</c> URIs in base64); tokens by their numbers; true, false and null. Links are texts. Log probabilities repeat the answer token by token: they are not looked at,
/// and leave where a text of their choice is masked.
/// </para>
/// </summary>
internal static class BodyTexts
{
    /// <summary>The texts of a request that was read.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    public static List<TextAt> OfRequest(WireFormat format, in ReadOnlySequence<byte> body) => TextWalker.Walk(TextGrammars.OfRequest(format), GuardPlace.Input, body);

    /// <summary>The texts of a whole answer.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    public static List<TextAt> OfAnswer(WireFormat format, in ReadOnlySequence<byte> body) => TextWalker.Walk(TextGrammars.OfAnswer(format), GuardPlace.Output, body);
}
