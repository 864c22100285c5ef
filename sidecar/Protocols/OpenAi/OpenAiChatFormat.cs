using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>OpenAI's chat completions, as OpenAI and everyone who speaks like it take and give them.</summary>
internal sealed class OpenAiChatFormat(TimeProvider clock) : ConversationFormat
{
    public override string Home => Signature.OpenAi;

    public override Conversation ReadRequest(JsonElement root) => ChatRequestReader.Read(root);

    public override void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses) => ChatRequestWriter.Write(conversation, json, losses);

    public override Answer ReadAnswer(JsonElement root) => ChatAnswerReader.Read(root);

    public override void WriteAnswer(Answer answer, Utf8JsonWriter json) => ChatAnswerWriter.Write(answer, json, clock.GetUtcNow());

    public override DeltaReader NewDeltaReader() => new ChatDeltaReader();

    public override DeltaWriter NewDeltaWriter(Conversation asked) => new ChatDeltaWriter(asked, clock.GetUtcNow());

    public override ProviderError? ReadError(int status, JsonElement root) => OpenAiErrorReader.Read(status, root);
}
