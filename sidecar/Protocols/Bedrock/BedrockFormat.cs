using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Amazon Bedrock's Converse and ConverseStream.</summary>
internal sealed class BedrockFormat : ConversationFormat
{
    public static readonly BedrockFormat Instance = new();

    public override string Home => Signature.Bedrock;

    public override Conversation ReadRequest(JsonElement root) => BedrockRequestReader.Read(root);

    public override void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses) => new BedrockRequestWriter(conversation, json, losses).Write();

    public override Answer ReadAnswer(JsonElement root) => BedrockAnswers.Read(root);

    public override void WriteAnswer(Answer answer, Utf8JsonWriter json) => BedrockAnswers.Write(answer, json);

    public override DeltaReader NewDeltaReader() => new BedrockDeltaReader();

    public override DeltaWriter NewDeltaWriter(Conversation asked) => new BedrockDeltaWriter();

    public override ProviderError? ReadError(int status, JsonElement root) => BedrockErrors.Read(status, root);
}
