using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// countTokens. The Gemini API takes bare contents, or a whole request in <c>generateContentRequest</c>; Vertex takes a request's members at the top. Both are read;
/// each is written for its own.
/// </summary>
internal sealed class GeminiCountFormat(bool isVertex) : CountFormat
{
    private const string Whole = "generateContentRequest";

    public override Conversation ReadRequest(JsonElement root)
    {
        foreach (var (name, value, path) in root.Fields(""))
        {
            if (name != Whole) continue;
            var conversation = GeminiRequestReader.Read(value, path);
            foreach (var other in root.Fields("").Where(member => member.Name is not (Whole or "model"))) conversation.Unknown.Add(other.Path);
            return conversation;
        }

        return GeminiRequestReader.Read(root, "");
    }

    public override void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        if (isVertex)
        {
            GeminiRequestWriter.WriteMembers(conversation, json, losses);
        }
        else
        {
            json.WriteStartObject(Whole);
            json.WriteString("model", GeminiModels.ResourceOf(conversation.Model));
            GeminiRequestWriter.WriteMembers(conversation, json, losses);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public override long ReadAnswer(JsonElement root) =>
        root.GetProperty("totalTokens").TryGetInt64(out var tokens) && tokens >= 0 ? tokens : throw new JsonException("no count");

    public override void WriteAnswer(long tokens, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("totalTokens", tokens);
        json.WriteEndObject();
    }

    public override ProviderError? ReadError(int status, JsonElement root) => GeminiErrors.Read(status, root);
}
