using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Writes a whole GenerateContentResponse.</summary>
internal static class GeminiAnswerWriter
{
    public static void Write(Answer answer, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("candidates");
        foreach (var choice in answer.Choices) WriteChoice(choice, json);
        json.WriteEndArray();
        GeminiUsage.Write(answer.Usage, json);
        if (answer.Model is not null) json.WriteString("modelVersion", answer.Model);
        if (answer.Id is not null) json.WriteString("responseId", answer.Id);
        json.WriteEndObject();
    }

    private static void WriteChoice(Choice choice, Utf8JsonWriter json)
    {
        var isBroken = false;
        json.WriteStartObject();
        json.WriteStartObject("content");
        json.WriteStartArray("parts");
        foreach (var part in choice.Parts) isBroken |= !TryWritePart(part, json);
        json.WriteEndArray();
        json.WriteString("role", "model");
        json.WriteEndObject();
        json.WriteString("finishReason", isBroken ? GeminiStops.WriteBroken(choice.Stop) : GeminiStops.Write(choice.Stop));
        json.WriteNumber("index", choice.Index);
        GeminiLogProbs.Write(choice.LogProbs, json);
        json.WriteEndObject();
    }

    /// <summary>False for a call whose arguments are no JSON object: it is left out.</summary>
    private static bool TryWritePart(Part part, Utf8JsonWriter json)
    {
        if (part is ToolCallPart broken && !GeminiJson.IsObject(broken.Arguments.Span)) return false;
        if (part is MediaPart unknown && GeminiMedia.TypeOf(unknown) is null) return true;
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
                reasoning.Text.WriteTo(json, "text");
                json.WriteBoolean("thought", true);
                if (reasoning.Sealed is { } value) json.WriteString("thoughtSignature", GeminiSignatures.WriteSealed(value));
                break;
            case ToolCallPart call:
                WriteCall(call.Id, call.Name, call.Arguments.Span, json);
                break;
            case MediaPart media:
                GeminiMedia.TryWrite(media, json);
                break;
        }

        if (part.Signature is { } signature && part is not ReasoningPart { Sealed: not null }) json.WriteString("thoughtSignature", GeminiSignatures.Write(signature));
        json.WriteEndObject();
        return true;
    }

    /// <param name="id">The call's id.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="arguments">A JSON object.</param>
    /// <param name="json">Where to.</param>
    public static void WriteCall(string id, string name, ReadOnlySpan<byte> arguments, Utf8JsonWriter json)
    {
        json.WriteStartObject("functionCall");
        json.WriteString("id", id);
        json.WriteString("name", name);
        json.WritePropertyName("args");
        json.WriteRawValue(arguments, skipInputValidation: true);
        json.WriteEndObject();
    }
}
