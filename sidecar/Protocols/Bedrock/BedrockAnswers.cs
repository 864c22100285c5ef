using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Reads and writes whole answers of Converse. It gives them no id in the body, and takes none.</summary>
internal static class BedrockAnswers
{
    public static Answer Read(JsonElement root)
    {
        try
        {
            return new()
            {
                Choices = [new()
                {
                    Parts = new BedrockPartReader(new()).Read(root.GetProperty("output").GetProperty("message").GetProperty("content"), "content"),
                    Stop = BedrockWords.ReadStop(root.GetProperty("stopReason").GetString()),
                    StopSequence = root.Member("additionalModelResponseFields").Member("stop_sequence") is { ValueKind: JsonValueKind.String } met ? met.GetString() : null,
                }],
                Usage = BedrockWords.ReadUsage(root.Member("usage")),
            };
        }
        catch (UnfitFieldException unfit)
        {
            // It speaks of requests; this is an answer that is none.
            throw new JsonException(unfit.Message);
        }
    }

    public static void Write(Answer answer, Utf8JsonWriter json)
    {
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : null;
        var names = new BedrockDocumentNames();
        json.WriteStartObject();
        json.WriteStartObject("output");
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        foreach (var part in choice?.Parts ?? [])
            if (CanWrite(part))
                BedrockPartWriter.Write(json, part, names);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("stopReason", BedrockWords.WordOf(choice?.Stop ?? StopReason.Other));
        BedrockWords.WriteUsage(json, answer.Usage);
        BedrockWords.WriteMetrics(json);
        json.WriteEndObject();
    }

    private static bool CanWrite(Part part) => part switch
    {
        TextPart text => !text.Text.IsEmpty,
        RefusalPart refusal => !refusal.Text.IsEmpty,
        MediaPart media => BedrockMedia.FormatOf(media) is not null && media.Base64 is not null,
        ReasoningPart or ToolCallPart => true,
        _ => false,
    };
}
