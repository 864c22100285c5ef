using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Writes a whole message of the first choice: this dialect has no others, nor can its agents ask for them.</summary>
internal static class AnthropicAnswerWriter
{
    public static void Write(Answer answer, string id, Utf8JsonWriter json)
    {
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : new() { Parts = [], Stop = StopReason.Other };
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", answer.Model);
        json.WriteStartArray("content");
        foreach (var part in choice.Parts) WritePart(part, json);
        json.WriteEndArray();
        json.WriteString("stop_reason", AnthropicWords.WordOf(choice.Stop, choice.Parts.Any(part => part is ToolCallPart)));
        json.WriteString("stop_sequence", choice.StopSequence);
        AnthropicUsage.Write(json, answer.Usage);
        json.WriteEndObject();
    }

    private static void WritePart(Part part, Utf8JsonWriter json)
    {
        switch (part)
        {
            case TextPart { Text.IsEmpty: false } text:
                WriteCarried(part.Signature, json);
                WriteText(text.Text, json);
                break;
            case RefusalPart { Text.IsEmpty: false } refusal:
                WriteText(refusal.Text, json);
                break;
            case ReasoningPart thought:
                WriteThought(thought, json);
                break;
            case ToolCallPart call:
                WriteCarried(part.Signature, json);
                WriteCall(call, json);
                break;
        }
    }

    private static void WriteText(TextValue text, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        text.WriteTo(json, "text");
        json.WriteEndObject();
    }

    /// <summary>What another maker wants back with a part stands before it as a thought without words.</summary>
    private static void WriteCarried(Signature? signature, Utf8JsonWriter json)
    {
        if (signature is not null) WriteThought(new("") { Signature = signature }, json);
    }

    private static void WriteThought(ReasoningPart thought, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", thought.Sealed is null ? "thinking" : "redacted_thinking");
        if (thought.Sealed is { } seal)
        {
            json.WriteString("data", seal.WriteFor(Signature.Anthropic));
        }
        else
        {
            thought.Text.WriteTo(json, "thinking");
            json.WriteString("signature", thought.Signature?.WriteFor(Signature.Anthropic) ?? "");
        }

        json.WriteEndObject();
    }

    private static void WriteCall(ToolCallPart call, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "tool_use");
        json.WriteString("id", call.Id);
        json.WriteString("name", call.Name);
        json.WritePropertyName("input");
        json.WriteRawValue(call.Arguments.Span);
        json.WriteEndObject();
    }
}
