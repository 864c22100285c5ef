using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Writes a <c>generationConfig</c>, and names the settings that Gemini has no place for.</summary>
internal static class GeminiSettingsWriter
{
    public static void Write(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        losses.Add(from, Field.User);
        losses.Add(from, Field.Metadata);
        WriteTier(from, json, losses);
        if (!HasAny(from)) return;
        json.WriteStartObject("generationConfig");
        WriteSampling(from, json);
        WriteBounds(from, json, losses);
        WriteOutput(from, json, losses);
        GeminiThinking.Write(from, json, losses);
        json.WriteEndObject();
    }

    private static bool HasAny(Conversation from) =>
        from.MaxTokens is not null || from.Temperature is not null || from.TopP is not null || from.TopK is not null || from.Stop.Count > 0
        || from.Candidates is not null || from.Seed is not null || from.PresencePenalty is not null || from.FrequencyPenalty is not null
        || from.LogProbs is not null || from.TopLogProbs is not null || from.Output is not null || from.Reasoning is not null;

    private static void WriteSampling(Conversation from, Utf8JsonWriter json)
    {
        if (from.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        if (from.TopP is { } topP) json.WriteNumber("topP", topP);
        if (from.TopK is { } topK) json.WriteNumber("topK", topK);
        if (from.PresencePenalty is { } presence) json.WriteNumber("presencePenalty", presence);
        if (from.FrequencyPenalty is { } frequency) json.WriteNumber("frequencyPenalty", frequency);
    }

    private static void WriteBounds(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.MaxTokens is { } maxTokens) json.WriteNumber("maxOutputTokens", maxTokens);
        if (from.Candidates is { } candidates) json.WriteNumber("candidateCount", candidates);
        if (from.LogProbs is { } logProbs) json.WriteBoolean("responseLogprobs", logProbs);
        if (from.TopLogProbs is { } top) json.WriteNumber("logprobs", top);
        if (from.Seed is >= int.MinValue and <= int.MaxValue) json.WriteNumber("seed", from.Seed.Value);
        else losses.Add(from, Field.Seed);
        if (from.Stop.Count == 0) return;
        json.WriteStartArray("stopSequences");
        foreach (var stop in from.Stop) json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    private static void WriteOutput(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.Output is not { } output) return;
        if (output.Description is not null && from.Paths.TryGetValue(Field.Output, out var path)) losses.Note(path);
        json.WriteString("responseMimeType", "application/json");
        if (output.Schema.IsAbsent()) return;
        json.WritePropertyName("responseJsonSchema");
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(output.Schema), skipInputValidation: true);
    }

    /// <summary>The Gemini API takes the tier beside the settings; the usual one goes without saying, as Vertex has no such member.</summary>
    private static void WriteTier(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.ServiceTier is null or "auto" or "default") return;
        if (from.ServiceTier is "flex" or "priority" && from.ProviderKind != "vertex") json.WriteString("serviceTier", from.ServiceTier);
        else losses.Add(from, Field.ServiceTier);
    }
}
