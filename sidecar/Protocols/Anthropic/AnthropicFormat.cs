using System.Globalization;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Anthropic's Messages.</summary>
internal class AnthropicFormat(TimeProvider time) : ConversationFormat
{
    public override string Home => Signature.Anthropic;

    public sealed override Conversation ReadRequest(JsonElement root) => AnthropicRequestReader.Read(root);

    public sealed override void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        WriteHead(conversation, json);
        AnthropicRequestWriter.Write(conversation, json, losses);
        json.WriteEndObject();
    }

    public sealed override Answer ReadAnswer(JsonElement root) => AnthropicAnswerReader.Read(root);

    public sealed override void WriteAnswer(Answer answer, Utf8JsonWriter json) => AnthropicAnswerWriter.Write(answer, answer.Id ?? MakeId(), json);

    public sealed override DeltaReader NewDeltaReader() => new AnthropicDeltaReader();

    public sealed override DeltaWriter NewDeltaWriter(Conversation asked) => new AnthropicDeltaWriter(MakeId(), asked.Model);

    public sealed override ProviderError? ReadError(int status, JsonElement root) => AnthropicErrorReader.Read(status, root);

    /// <summary>What tells the model, and the version where it stands in the body.</summary>
    protected virtual void WriteHead(Conversation conversation, Utf8JsonWriter json) => json.WriteString("model", conversation.Model);

    private string MakeId() => string.Create(CultureInfo.InvariantCulture, $"msg_{time.GetUtcNow().UtcTicks:x16}");
}
