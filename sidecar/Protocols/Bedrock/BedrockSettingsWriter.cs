using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Anthropic;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Writes what a request sets beside its messages, tools and reasoning; names what Converse has no word for.</summary>
internal static class BedrockSettingsWriter
{
    private const int MostMetadata = 16;
    private const int MostMetadataLength = 256;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 :_@$#=/+,-.";
    private static readonly SearchValues<char> s_letters = SearchValues.Create(Letters);
    private static readonly SearchValues<byte> s_bytes = SearchValues.Create(Encoding.ASCII.GetBytes(Letters));

    public static void Write(Conversation conversation, in AnthropicSampling sampling, Utf8JsonWriter json, Losses losses)
    {
        WriteInference(conversation, sampling, json);
        WriteTier(conversation, json, losses);
        WriteMetadata(conversation, json, losses);
        if (conversation.Candidates > 1) losses.Add(conversation, Field.Candidates);
        if (conversation.Seed is not null) losses.Add(conversation, Field.Seed);
        if (conversation.PresencePenalty is not (null or 0)) losses.Add(conversation, Field.PresencePenalty);
        if (conversation.FrequencyPenalty is not (null or 0)) losses.Add(conversation, Field.FrequencyPenalty);
        if (conversation.LogProbs == true) losses.Add(conversation, Field.LogProbs);
        if (conversation.TopLogProbs > 0) losses.Add(conversation, Field.TopLogProbs);
        if (conversation.User is not null && conversation.Paths.TryGetValue(Field.User, out var user)) losses.Note(user);
    }

    private static void WriteInference(Conversation conversation, in AnthropicSampling sampling, Utf8JsonWriter json)
    {
        if (conversation is { MaxTokens: null, Stop.Count: 0 } && sampling is { Temperature: null, TopP: null }) return;
        json.WriteStartObject("inferenceConfig");
        if (conversation.MaxTokens is { } most) json.WriteNumber("maxTokens", most);
        if (sampling.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        if (sampling.TopP is { } topP) json.WriteNumber("topP", topP);
        if (conversation.Stop.Count > 0)
        {
            json.WriteStartArray("stopSequences");
            foreach (var stop in conversation.Stop) json.WriteStringValue(stop);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteTier(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        if (conversation.ServiceTier is null or "auto") return;
        if (conversation.ServiceTier is not ("default" or "flex" or "priority" or "reserved"))
        {
            losses.Add(conversation, Field.ServiceTier);
            return;
        }

        json.WriteStartObject("serviceTier");
        json.WriteString("type", conversation.ServiceTier);
        json.WriteEndObject();
    }

    /// <summary>Labels for the provider's log: the answer is the same without, so what does not fit is left out.</summary>
    private static void WriteMetadata(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        if (conversation.Metadata.IsAbsent()) return;
        if (IsFit(conversation.Metadata))
        {
            json.WritePropertyName("requestMetadata");
            conversation.Metadata.WriteTo(json);
        }
        else if (conversation.Paths.TryGetValue(Field.Metadata, out var path)) losses.Note(path);
    }

    private static bool IsFit(JsonElement metadata) =>
        metadata.ValueKind == JsonValueKind.Object
        && metadata.GetPropertyCount() is > 0 and <= MostMetadata
        && metadata.EnumerateObject().All(member => member.Name.Length is > 0 and <= MostMetadataLength && member.Name.AsSpan().IndexOfAnyExcept(s_letters) < 0 && IsFitValue(member.Value));

    /// <summary>Looked at as it came: what had to be escaped is no letter that fits.</summary>
    private static bool IsFitValue(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && JsonMarshal.GetRawUtf8Value(value)[1..^1] is { Length: <= MostMetadataLength } text
        && text.IndexOfAnyExcept(s_bytes) < 0;
}
