using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Reads a generateContent request into a conversation.</summary>
internal static class GeminiRequestReader
{
    /// <param name="root">The request.</param>
    /// <param name="path">Where it stands; empty for the body itself.</param>
    public static Conversation Read(JsonElement root, string path)
    {
        var conversation = new Conversation { StreamUsage = true };
        foreach (var (name, value, at) in root.Fields(path)) ReadMember(conversation, name, value, at);
        return conversation;
    }

    private static void ReadMember(Conversation conversation, string name, JsonElement value, string path)
    {
        switch (name)
        {
            case "systemInstruction":
                if (SystemTurn(conversation, value, path) is { } system) conversation.Turns.Insert(0, system);
                break;
            case "contents":
                ReadContents(conversation, value, path);
                break;
            case "tools":
                GeminiToolReader.ReadTools(conversation, value, path);
                break;
            case "toolConfig":
                GeminiToolReader.ReadConfig(conversation, value, path);
                break;
            case "generationConfig":
                GeminiSettingsReader.Read(conversation, value, path);
                break;
            case "serviceTier":
                conversation.ServiceTier = TierOf(value.ShortText(path, 64));
                conversation.Paths[Field.ServiceTier] = path;
                break;
            case "model": // The path says it.
            case "store" when value.ValueKind == JsonValueKind.False:
            case "safetySettings" when value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0:
                break;
            default:
                conversation.Unknown.Add(path);
                break;
        }
    }

    private static void ReadContents(Conversation conversation, JsonElement contents, string path)
    {
        var reader = new GeminiPartReader(conversation.Unknown);
        foreach (var (content, at) in contents.Repeated(path))
        {
            var role = RoleOf(content.Member("role"), $"{at}.role");
            if (ReadContent(conversation, content, at, reader) is { } turn) Add(turn with { Role = role }, conversation.Turns);
        }

        for (var at = 0; at < conversation.Turns.Count; at++)
        {
            if (conversation.Turns[at] is { Role: Role.Assistant } turn) conversation.Turns[at] = turn with { Parts = GeminiPieces.Join(turn.Parts) };
        }

        conversation.Turns.RemoveAll(turn => turn.Parts.Count == 0);
    }

    /// <summary>The official clients' chats keep each event of a stream as a content of its own: together they are the model's one turn.</summary>
    private static void Add(Turn turn, List<Turn> turns)
    {
        if (turn.Role == Role.Assistant && turns.Count > 0 && turns[^1] is { Role: Role.Assistant, Parts: List<Part> parts }) parts.AddRange(turn.Parts);
        else turns.Add(turn);
    }

    /// <summary>A content's parts, whatever role it names.</summary>
    private static Turn? ReadContent(Conversation conversation, JsonElement content, string path, GeminiPartReader reader)
    {
        var parts = new List<Part>();
        foreach (var (name, value, at) in content.Fields(path))
        {
            if (name == "parts") reader.ReadAll(value, at, parts);
            else if (name != "role") conversation.Unknown.Add(at);
        }

        reader.EndTurn();
        return parts.Count == 0 ? null : new Turn { Role = Role.System, Parts = parts, Path = path };
    }

    /// <summary>A content, as the API takes it, or the bare text or part that some clients send.</summary>
    private static Turn? SystemTurn(Conversation conversation, JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String) return new() { Role = Role.System, Parts = [new TextPart(TextValue.From(value)) { Path = path }], Path = path };
        var reader = new GeminiPartReader(conversation.Unknown);
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("parts", out _))
            return ReadContent(conversation, value, path, reader);
        var parts = new List<Part>();
        reader.ReadAll(value, path, parts);
        return parts.Count == 0 ? null : new() { Role = Role.System, Parts = parts, Path = path };
    }

    private static Role RoleOf(JsonElement role, string path) => role.IsAbsent() ? Role.User : role.ShortText(path, 64) switch
    {
        "model" => Role.Assistant,
        "" or "user" or "function" or "tool" => Role.User,
        _ => throw new UnfitFieldException(path, "must be 'user' or 'model'"),
    };

    private static string TierOf(string tier) => tier.ToUpperInvariant() switch
    {
        "STANDARD" or "UNSPECIFIED" => "default",
        "FLEX" => "flex",
        "PRIORITY" => "priority",
        _ => tier,
    };
}
