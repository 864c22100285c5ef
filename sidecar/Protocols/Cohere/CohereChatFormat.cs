using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Cohere;

/// <summary>Cohere's chat, version 2, as a provider speaks it. No agent speaks it here.</summary>
internal sealed class CohereChatFormat : ConversationFormat
{
    private const string NoAgent = "No agent speaks Cohere's chat to this sidecar.";

    /// <summary>Cohere signs nothing.</summary>
    public override string Home => "cohere";

    public override Conversation ReadRequest(JsonElement root) => throw new NotSupportedException(NoAgent);

    public override void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses) => CohereRequestWriter.Write(conversation, json, losses);

    public override Answer ReadAnswer(JsonElement root) => CohereAnswerReader.Read(root);

    public override void WriteAnswer(Answer answer, Utf8JsonWriter json) => throw new NotSupportedException(NoAgent);

    public override DeltaReader NewDeltaReader() => new CohereDeltaReader();

    public override DeltaWriter NewDeltaWriter(Conversation asked) => throw new NotSupportedException(NoAgent);

    public override ProviderError? ReadError(int status, JsonElement root) => CohereErrorReader.Read(status, root);
}
