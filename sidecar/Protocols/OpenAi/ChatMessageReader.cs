using System.Globalization;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Reads the messages of a chat request into turns.</summary>
internal static class ChatMessageReader
{
    public static void Read(Conversation to, JsonElement messages)
    {
        foreach (var (message, path) in messages.Items("messages")) to.Turns.Add(ReadTurn(to, message, path));
    }

    private static Turn ReadTurn(Conversation to, JsonElement message, string path)
    {
        _ = message.Members(path);
        var name = message.Member("name");
        return message.Member("role").ShortText($"{path}.role") switch
        {
            "system" or "developer" => Said(to, message, path, Role.System),
            "user" => Said(to, message, path, Role.User),
            "assistant" => ReadAssistant(to, message, path),
            "tool" => ReadTool(to, message, path),
            "function" => ReadFunction(to, message, path),
            _ => throw new UnfitFieldException($"{path}.role", "must be system, developer, user, assistant, tool or function"),
        };

        Turn Said(Conversation conversation, JsonElement said, string at, Role role)
        {
            conversation.AddUnknown(said, at, ["role", "content", "name"]);
            return new() { Role = role, Parts = Content(conversation, said, at), Path = at, Name = name.IsAbsent() ? null : name.ShortText($"{at}.name") };
        }
    }

    private static Turn ReadAssistant(Conversation to, JsonElement message, string path)
    {
        to.AddUnknown(message, path,
            ["role", "content", "name", "refusal", "tool_calls", "function_call", "reasoning_content", "reasoning", "reasoning_details", "annotations"]);
        List<Part> parts = [];
        ChatReasoning.Read(to, message, path, parts);
        if (!message.Member("content").IsAbsent()) parts.AddRange(Content(to, message, path));
        var (refusal, calls, call) = (message.Member("refusal"), message.Member("tool_calls"), message.Member("function_call"));
        if (!refusal.IsAbsent()) parts.Add(new RefusalPart(refusal.Text($"{path}.refusal")) { Path = $"{path}.refusal" });
        if (!calls.IsAbsent()) parts.AddRange(calls.Items($"{path}.tool_calls").Select(item => ReadCall(to, item.Item, item.Path)));
        if (!call.IsAbsent()) parts.Add(ReadFunctionCall(to, call, $"{path}.function_call"));
        var name = message.Member("name");
        return new() { Role = Role.Assistant, Parts = parts, Path = path, Name = name.IsAbsent() ? null : name.ShortText($"{path}.name") };
    }

    private static Part ReadCall(Conversation to, JsonElement call, string path)
    {
        to.AddUnknown(call, path, ["id", "type", "function", "extra_content", "index"]);
        var (type, function) = (call.Member("type"), call.Member("function"));
        if (!type.IsAbsent() && type.ShortText($"{path}.type") != "function") throw new UnfitFieldException($"{path}.type", "must be function");
        to.AddUnknown(function, $"{path}.function", ["name", "arguments"]);
        return new ToolCallPart
        {
            Id = call.Member("id").ShortText($"{path}.id"),
            Name = function.Member("name").ShortText($"{path}.function.name"),
            Arguments = Arguments(function, $"{path}.function.arguments"),
            Signature = ChatReasoning.SignatureOf(call),
            Path = path,
        };
    }

    /// <summary>A legacy call has no id: one is made up of its place, and the message that answers it finds it by the function's name.</summary>
    private static ToolCallPart ReadFunctionCall(Conversation to, JsonElement call, string path)
    {
        to.AddUnknown(call, path, ["name", "arguments"]);
        return new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"call_{to.Turns.Count}"),
            Name = call.Member("name").ShortText($"{path}.name"),
            Arguments = Arguments(call, $"{path}.arguments"),
            Path = path,
        };
    }

    private static ReadOnlyMemory<byte> Arguments(JsonElement function, string path)
    {
        var arguments = function.Member("arguments");
        if (arguments.ValueKind == JsonValueKind.String) _ = arguments.Decoded(path);
        return ToolArguments.Read(arguments) ?? throw new UnfitFieldException(path, "must be the text of a JSON object");
    }

    private static Turn ReadTool(Conversation to, JsonElement message, string path)
    {
        to.AddUnknown(message, path, ["role", "content", "tool_call_id", "name"]);
        var name = message.Member("name");
        var result = new ToolResultPart
        {
            CallId = message.Member("tool_call_id").ShortText($"{path}.tool_call_id"),
            Name = name.IsAbsent() ? null : name.ShortText($"{path}.name"),
            Parts = Content(to, message, path),
            Path = path,
        };
        return new() { Role = Role.User, Parts = [result], Path = path };
    }

    private static Turn ReadFunction(Conversation to, JsonElement message, string path)
    {
        to.AddUnknown(message, path, ["role", "content", "name"]);
        var name = message.Member("name").ShortText($"{path}.name");
        var call = to.Turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>().LastOrDefault(call => call.Name == name);
        var parts = message.Member("content").IsAbsent() ? [] : Content(to, message, path);
        return new() { Role = Role.User, Parts = [new ToolResultPart { CallId = call?.Id ?? $"call_{name}", Name = name, Parts = parts, Path = path }], Path = path };
    }

    private static IReadOnlyList<Part> Content(Conversation to, JsonElement message, string path)
    {
        var content = message.Member("content");
        path += ".content";
        return content.ValueKind switch
        {
            JsonValueKind.String => [new TextPart(TextValue.From(content)) { Path = path }],
            JsonValueKind.Array => [.. content.Items(path).Select(item => ChatPartReader.Read(to, item.Item, item.Path)).OfType<Part>()],
            _ => throw new UnfitFieldException(path, "must be a string or an array"),
        };
    }
}
