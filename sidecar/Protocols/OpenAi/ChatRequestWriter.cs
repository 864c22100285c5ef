using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Writes a request for a chat completion. A stream always asks for its usage.</summary>
internal static class ChatRequestWriter
{
    public static void Write(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        json.WriteString("model", conversation.Model);
        ChatMessageWriter.Write(conversation, json, losses);
        ChatToolWriter.Write(conversation, json);
        WriteSampling(conversation, json);
        WriteWords(conversation, json);
        WriteReasoning(conversation, json, losses);
        losses.Add(conversation, Field.TopK);
        if (conversation.Stream) WriteStream(conversation.ProviderKind, json);
        json.WriteEndObject();
    }

    private static void WriteSampling(Conversation from, Utf8JsonWriter json)
    {
        if (from.MaxTokens is { } most) json.WriteNumber(ChatKinds.MaxTokens(from), most);
        if (from.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        if (from.TopP is { } share) json.WriteNumber("top_p", share);
        if (from.Candidates is { } count) json.WriteNumber("n", count);
        if (from.Seed is { } seed) json.WriteNumber(ChatKinds.Seed(from), seed);
        if (from.PresencePenalty is { } presence) json.WriteNumber("presence_penalty", presence);
        if (from.FrequencyPenalty is { } frequency) json.WriteNumber("frequency_penalty", frequency);
        if (from.LogProbs is { } probabilities) json.WriteBoolean("logprobs", probabilities);
        if (from.TopLogProbs is { } top) json.WriteNumber("top_logprobs", top);
    }

    private static void WriteWords(Conversation from, Utf8JsonWriter json)
    {
        if (from.Stop.Count > 0)
        {
            json.WriteStartArray("stop");
            foreach (var stop in from.Stop) json.WriteStringValue(stop);
            json.WriteEndArray();
        }

        if (from.User is not null) json.WriteString("user", from.User);
        if (from.ServiceTier is not null) json.WriteString("service_tier", from.ServiceTier);
        if (from.Metadata.IsAbsent()) return;
        json.WritePropertyName("metadata");
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(from.Metadata), skipInputValidation: true);
    }

    /// <summary>Thinking that is switched off is the default of most models here, and of the others a matter of price alone: it is noted, not refused.</summary>
    private static void WriteReasoning(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.Reasoning is not { } reasoning) return;
        if (Efforts.Of(reasoning) is { } effort) json.WriteString("reasoning_effort", effort);
        else if (reasoning.BudgetTokens == 0 && from.Paths.TryGetValue(Field.Reasoning, out var path)) losses.Note(path);
    }

    private static void WriteStream(string? kind, Utf8JsonWriter json)
    {
        json.WriteBoolean("stream", true);
        if (!ChatKinds.TakesUsageOption(kind)) return;
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        json.WriteEndObject();
    }
}
