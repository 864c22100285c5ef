using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Gemini's generateContent, at the Gemini API and at Vertex. The model and whether the answer streams stand in the path: the reader leaves both to its caller, and
/// the writer leaves them out.
/// </summary>
internal sealed class GeminiFormat : ConversationFormat
{
    public override string Home => Signature.Gemini;

    public override Conversation ReadRequest(JsonElement root) => GeminiRequestReader.Read(root, "");

    public override void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        GeminiRequestWriter.WriteMembers(conversation, json, losses);
        json.WriteEndObject();
    }

    public override Answer ReadAnswer(JsonElement root) => GeminiAnswerReader.Read(root);

    public override void WriteAnswer(Answer answer, Utf8JsonWriter json) => GeminiAnswerWriter.Write(answer, json);

    public override DeltaReader NewDeltaReader() => new GeminiDeltaReader();

    public override DeltaWriter NewDeltaWriter(Conversation asked) => new GeminiDeltaWriter();

    public override ProviderError? ReadError(int status, JsonElement root) => GeminiErrors.Read(status, root);
}
