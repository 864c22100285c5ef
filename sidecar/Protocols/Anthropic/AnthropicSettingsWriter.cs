using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Writes the numbers and words that steer the model, each only where this model takes it: what the provider would refuse is a loss, never changed in silence.</summary>
internal static class AnthropicSettingsWriter
{
    private static readonly Field[] s_unknown =
    [
        Field.Candidates, Field.Seed, Field.PresencePenalty, Field.FrequencyPenalty, Field.LogProbs, Field.TopLogProbs, Field.Metadata,
    ];

    public static void WriteSampling(Conversation from, (AnthropicModel Model, bool Thinks) to, Utf8JsonWriter json, Losses losses)
    {
        var sampling = AnthropicSampling.Of(from, to, losses);
        if (sampling.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        if (sampling.TopP is { } topP) json.WriteNumber("top_p", topP);
        if (sampling.TopK is { } topK) json.WriteNumber("top_k", topK);
    }

    public static void WriteRest(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        foreach (var field in s_unknown) losses.Add(from, field);
        WriteStop(from, json, losses);
        WriteTier(from, json, losses);
        if (from.User is null) return;
        json.WriteStartObject("metadata");
        json.WriteString("user_id", from.User);
        json.WriteEndObject();
    }

    /// <summary>The provider refuses a sequence of nothing but white space.</summary>
    private static void WriteStop(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.Stop.Any(string.IsNullOrWhiteSpace)) losses.Add(from, Field.Stop);
        if (from.Stop.All(string.IsNullOrWhiteSpace)) return;
        json.WriteStartArray("stop_sequences");
        foreach (var stop in from.Stop.Where(stop => !string.IsNullOrWhiteSpace(stop))) json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    private static void WriteTier(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.ServiceTier is AnthropicWords.DefaultTier or AnthropicWords.StandardOnly) json.WriteString("service_tier", AnthropicWords.StandardOnly);
        else if (from.ServiceTier is not (null or "auto")) losses.Add(from, Field.ServiceTier);
    }
}
