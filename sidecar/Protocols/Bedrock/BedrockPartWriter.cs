using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Writes content blocks, towards the provider and back to the agent alike; what may go out was chosen before.</summary>
internal static class BedrockPartWriter
{
    /// <param name="json">In the array of blocks.</param>
    /// <param name="part">One that <see cref="BedrockTurns"/> lets pass, or of an answer.</param>
    /// <param name="names">Names of the documents so far: no two may be equal.</param>
    public static void Write(Utf8JsonWriter json, Part part, BedrockDocumentNames names)
    {
        if (part is ToolCallPart { Signature: { } signature }) WriteReasoning(json, new ReasoningPart("") { Signature = signature });
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                text.Text.WriteTo(json, "text");
                break;
            case RefusalPart refusal:
                refusal.Text.WriteTo(json, "text");
                break;
            case ReasoningPart reasoning:
                WriteReasoningMembers(json, reasoning);
                break;
            case MediaPart media:
                WriteMedia(json, media, names);
                break;
            case ToolCallPart call:
                WriteToolUse(json, call);
                break;
            case ToolResultPart result:
                WriteToolResult(json, result, names);
                break;
            default:
                throw new InvalidOperationException("a part of an unknown kind");
        }

        json.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter json, ReasoningPart part)
    {
        json.WriteStartObject();
        WriteReasoningMembers(json, part);
        json.WriteEndObject();
    }

    private static void WriteReasoningMembers(Utf8JsonWriter json, ReasoningPart part)
    {
        json.WriteStartObject("reasoningContent");
        if (part.Sealed is { } seal) BedrockSeal.Write(json, seal);
        else
        {
            json.WriteStartObject("reasoningText");
            part.Text.WriteTo(json, "text");
            if (part.Signature is { } signature) json.WriteString("signature", signature.WriteFor(Signature.Bedrock));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteMedia(Utf8JsonWriter json, MediaPart part, BedrockDocumentNames names)
    {
        json.WriteStartObject(BedrockMedia.WordOf(part.Kind));
        json.WriteString("format", BedrockMedia.FormatOf(part));
        if (part.Kind == MediaKind.Document) json.WriteString("name", names.Next(part.Name));
        json.WriteStartObject("source");
        if (part.Base64 is { } bytes) bytes.WriteTo(json, "bytes");
        else part.Text!.Value.WriteTo(json, "text");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteToolUse(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteStartObject("toolUse");
        json.WriteString("toolUseId", call.Id);
        json.WriteString("name", call.Name);
        json.WritePropertyName("input");
        json.WriteRawValue(call.Arguments.Span);
        json.WriteEndObject();
    }

    private static void WriteToolResult(Utf8JsonWriter json, ToolResultPart result, BedrockDocumentNames names)
    {
        json.WriteStartObject("toolResult");
        json.WriteString("toolUseId", result.CallId);
        json.WriteStartArray("content");
        foreach (var part in result.Parts) Write(json, part, names);
        json.WriteEndArray();
        if (result.IsError) json.WriteString("status", "error");
        json.WriteEndObject();
    }
}
