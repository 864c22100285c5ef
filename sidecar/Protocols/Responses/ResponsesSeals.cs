using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>
/// What must come back unchanged, in the one place that Responses have for it: <c>encrypted_content</c> of a reasoning item. OpenAI's own stands there as it is; another maker's
/// behind its origin, and a mark where it is the whole reasoning, or belongs to a tool call.
/// </summary>
internal static class ResponsesSeals
{
    private const char Whole = '~';
    private const char OfCall = '@';

    public static string Write(Signature signature, bool isWhole)
    {
        if (signature.Origin == Signature.OpenAi && !ChatReasoning.IsMarker(signature)) return signature.Value;
        return Marked(signature, isWhole ? $"{Whole}{signature.Value}" : signature.Value);
    }

    public static string WriteOfCall(Signature signature, string callId) => Marked(signature, $"{OfCall}{callId}{OfCall}{signature.Value}");

    /// <summary>The reasoning of an item with this text and content; null where it belongs to a tool call.</summary>
    public static ReasoningPart? Read(TextValue text, string sealedText)
    {
        var signature = Signature.Read(sealedText, Signature.OpenAi);
        var mark = signature.Origin == Signature.OpenAi || signature.Value.Length == 0 ? '\0' : signature.Value[0];
        if (mark == OfCall) return null;
        if (mark == Whole) return new(text) { Sealed = signature with { Value = signature.Value[1..] } };
        return signature.Origin == Signature.OpenAi && text.IsEmpty && !ChatReasoning.IsMarker(signature)
            ? new(text) { Sealed = signature }
            : new(text) { Signature = signature };
    }

    /// <summary>The tool call that a content belongs to, and its signature; null for none.</summary>
    public static (string CallId, Signature Signature)? ReadOfCall(string sealedText)
    {
        var signature = Signature.Read(sealedText, Signature.OpenAi);
        if (signature.Origin == Signature.OpenAi || !signature.Value.StartsWith(OfCall)) return null;
        var end = signature.Value.IndexOf(OfCall, 1);
        return end < 0 ? null : (signature.Value[1..end], signature with { Value = signature.Value[(end + 1)..] });
    }

    /// <summary>Nobody's home is the empty word: the origin is always named.</summary>
    private static string Marked(Signature signature, string value) => new Signature(signature.Origin, value).WriteFor("");
}
