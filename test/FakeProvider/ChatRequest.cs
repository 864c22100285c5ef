using System.Text.Json;

namespace AiGateway.Fakes;

/// <summary>What the fake provider reads of a chat completion request.</summary>
internal sealed record ChatRequest(string Model, bool Stream, bool IncludeUsage, string Prompt, int PromptTokens)
{
    public Behaviour Behaviour => Behaviour.Read(Model, Prompt);

    /// <summary>The request, or null where it is none.</summary>
    public static ChatRequest? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ChatRequest? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return null;

        var model = root.TryGetProperty("model", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
        var usage = root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object
            && IsTrue(options, "include_usage");
        var texts = Texts(root).ToArray();
        var prompt = texts.FirstOrDefault(text => text.Role == "user").Text ?? "";
        return new(model, IsTrue(root, "stream"), usage, prompt, Math.Max(1, texts.Sum(text => Words(text.Text))));
    }

    private static bool IsTrue(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static IEnumerable<(string Role, string Text)> Texts(JsonElement root)
    {
        if (!root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array) yield break;

        foreach (var message in messages.EnumerateArray().Where(message => message.ValueKind == JsonValueKind.Object))
        {
            var role = message.TryGetProperty("role", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            if (message.TryGetProperty("content", out var content)) yield return (role, Text(content));
        }
    }

    private static string Text(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Concat(content.EnumerateArray()
            .Where(part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            .Select(part => part.GetProperty("text").GetString())),
        _ => "",
    };

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
