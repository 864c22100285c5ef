using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Anthropic's <c>messages/count_tokens</c>: a request of Messages without the settings that count nothing, and one number for an answer.</summary>
internal sealed class AnthropicCountFormat : CountFormat
{
    public override Conversation ReadRequest(JsonElement root) => AnthropicRequestReader.Read(root);

    public override void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        json.WriteString("model", conversation.Model);
        AnthropicRequestWriter.WriteCounted(conversation, json, losses);
        json.WriteEndObject();
    }

    public override long ReadAnswer(JsonElement root) => root.GetProperty("input_tokens").GetInt64();

    public override void WriteAnswer(long tokens, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("input_tokens", tokens);
        json.WriteEndObject();
    }

    public override ProviderError? ReadError(int status, JsonElement root) => AnthropicErrorReader.Read(status, root);
}
