using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>
/// OpenAI's Responses, as far as they are a conversation: what the provider stores or hosts (a previous response, files, its own tools) has no place in one and is named as unknown.
/// </summary>
internal sealed class OpenAiResponsesFormat(TimeProvider clock) : ConversationFormat
{
    public override string Home => Signature.OpenAi;

    public override Conversation ReadRequest(JsonElement root) => ResponsesRequestReader.Read(root);

    public override void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses) => ResponsesRequestWriter.Write(conversation, json, losses);

    public override Answer ReadAnswer(JsonElement root) => ResponsesAnswerReader.Read(root);

    public override void WriteAnswer(Answer answer, Utf8JsonWriter json) => ResponsesAnswerWriter.Write(answer, json, clock.GetUtcNow());

    public override DeltaReader NewDeltaReader() => new ResponsesDeltaReader();

    public override DeltaWriter NewDeltaWriter(Conversation asked) => new ResponsesDeltaWriter(clock.GetUtcNow());

    public override ProviderError? ReadError(int status, JsonElement root) => OpenAiErrorReader.Read(status, root);
}
