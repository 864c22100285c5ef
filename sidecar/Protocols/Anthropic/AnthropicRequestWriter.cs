using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>
/// Writes a request of Messages. <c>max_tokens</c>, which the provider wants and others do not, is <see cref="UsualMaxTokens"/> where the agent sets none (the least that every
/// model can), and what is thought comes on top of it.
/// </summary>
internal static class AnthropicRequestWriter
{
    public const int UsualMaxTokens = 4096;

    /// <summary>Writes the members, <c>model</c> and <c>anthropic_version</c> apart.</summary>
    public static void Write(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        var model = AnthropicModel.Of(from.Model);
        var thinking = AnthropicThinking.Of(from, model, losses);
        json.WriteNumber("max_tokens", from.MaxTokens ?? UsualMaxTokens + thinking.Budget);
        if (from.Stream) json.WriteBoolean("stream", true);
        WriteContent(from, json, losses);
        thinking.WriteTo(json, from.Reasoning?.Show);
        WriteOutput(from, (model, thinking.Effort), json, losses);
        AnthropicSettingsWriter.WriteSampling(from, (model, thinking.IsOn), json, losses);
        AnthropicSettingsWriter.WriteRest(from, json, losses);
    }

    /// <summary>Writes what a count of tokens takes too: the same members, without the settings that count nothing.</summary>
    public static void WriteCounted(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        var model = AnthropicModel.Of(from.Model);
        var thinking = AnthropicThinking.Of(from, model, losses);
        WriteContent(from, json, losses);
        thinking.WriteTo(json, from.Reasoning?.Show);
        WriteOutput(from, (model, thinking.Effort), json, losses);
    }

    private static void WriteContent(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        AnthropicTurnWriter.Write(from, json, losses);
        AnthropicToolWriter.Write(from, json, losses);
    }

    private static void WriteOutput(Conversation from, (AnthropicModel Model, string? Effort) to, Utf8JsonWriter json, Losses losses)
    {
        var schema = from.Output?.Schema ?? default;
        var takesSchema = schema.ValueKind == JsonValueKind.Object && to.Model.TakesSchema;
        if (from.Output is not null && !takesSchema) losses.Add(from, Field.Output);
        if (takesSchema && from.Output!.Description is { IsEmpty: false } && from.Paths.TryGetValue(Field.Output, out var path)) losses.Note($"{path}.json_schema.description");
        if (!takesSchema && to.Effort is null) return;
        json.WriteStartObject("output_config");
        if (to.Effort is not null) json.WriteString("effort", to.Effort);
        if (takesSchema)
        {
            json.WriteStartObject("format");
            json.WriteString("type", "json_schema");
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
