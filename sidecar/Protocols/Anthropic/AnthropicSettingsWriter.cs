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
        var isUsual = from is { Temperature: 1, TopP: not null }; // Then it only stands in the way of the other.
        var hasTemperature = !isUsual && from.Temperature is { } temperature && TakesTemperature(temperature, to);
        if (hasTemperature) json.WriteNumber("temperature", from.Temperature!.Value);
        else if (!isUsual) losses.Add(from, Field.Temperature);
        if (from.TopP is { } topP && TakesTopP(topP, to) && (!hasTemperature || to.Model.TakesTemperatureWithTopP)) json.WriteNumber("top_p", topP);
        else losses.Add(from, Field.TopP);
        if (from.TopK is { } topK && to.Model.TakesSampling && !to.Thinks) json.WriteNumber("top_k", topK);
        else losses.Add(from, Field.TopK);
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

    /// <summary>From 0 to 1; with thinking, and for the models without sampling, 1 alone, which is what they do anyway.</summary>
    private static bool TakesTemperature(double temperature, (AnthropicModel Model, bool Thinks) to) =>
        temperature is >= 0 and <= 1 && (temperature == 1 || (to.Model.TakesSampling && !to.Thinks));

    private static bool TakesTopP(double topP, (AnthropicModel Model, bool Thinks) to) =>
        topP is >= 0 and <= 1 && (topP == 1 || (to.Model.TakesSampling && (!to.Thinks || topP >= 0.95)));

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
