using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>Gemini's streamed content: two candidates with words and thoughts, and arguments whole or value by value. Nothing ends it but its bytes.</summary>
internal sealed class ScriptedGemini : ScriptedDialect
{
    public override WireFormat Format => WireFormat.GeminiContent;

    public override Spoken[] Texts { get; } =
        [new(0, 0, Spoken.Text), new(0, 0, Spoken.Reasoning), new(1, 0, Spoken.Text), new(1, 0, Spoken.Reasoning), new(0, 1, "$.to"), new(0, 1, "$.body")];

    public override string Piece(Spoken text, string piece) => Event(text.Choice, text.Kind switch
    {
        Spoken.Text => $"{{\"text\":{Quote(piece)}}}",
        Spoken.Reasoning => $"{{\"text\":{Quote(piece)},\"thought\":true}}",
        _ => $"{{\"functionCall\":{{\"partialArgs\":[{{\"jsonPath\":\"{text.Kind}\",\"stringValue\":{Quote(piece)},\"willContinue\":true}}],\"willContinue\":true}}}}",
    });

    public override IEnumerable<string> End(IReadOnlyDictionary<Spoken, string> texts)
    {
        yield return """{"candidates":[{"index":0,"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":["never",1]}}}]}}],"usageMetadata":{"totalTokenCount":3}}""";
        if (texts.Keys.Any(text => text.Choice == 1)) yield return """{"candidates":[{"index":1,"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP"}],"modelVersion":"g"}""";
    }

    public override IEnumerable<(Spoken Text, string Said, bool IsWhole)> Hear(JsonElement frame)
    {
        foreach (var candidate in frame.GetProperty("candidates").EnumerateArray())
        {
            var index = candidate.GetProperty("index").GetInt32();
            foreach (var part in candidate.GetProperty("content").GetProperty("parts").EnumerateArray())
            {
                if (part.TryGetProperty("text", out var text)) yield return (new(index, 0, part.TryGetProperty("thought", out _) ? Spoken.Reasoning : Spoken.Text), Unquote(text), false);
                if (!part.TryGetProperty("functionCall", out var call) || !call.TryGetProperty("partialArgs", out var pieces)) continue;
                foreach (var piece in pieces.EnumerateArray()) yield return (new(index, 1, piece.GetProperty("jsonPath").GetString()!), Unquote(piece.GetProperty("stringValue")), false);
            }
        }
    }

    private static string Event(int candidate, string part) => $"{{\"candidates\":[{{\"content\":{{\"parts\":[{part}],\"role\":\"model\"}},\"index\":{candidate}}}],\"modelVersion\":\"g\",\"responseId\":\"r\"}}";
}
