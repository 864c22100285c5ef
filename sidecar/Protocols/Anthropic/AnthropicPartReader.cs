using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Reads the content of a message: a text, or blocks. A block that no other dialect has is named as unknown, with its place.</summary>
internal static class AnthropicPartReader
{
    public static IReadOnlyList<Part> ReadContent(Conversation to, JsonElement content, string path)
    {
        if (content.ValueKind == JsonValueKind.String) return [new TextPart(TextValue.From(content)) { Path = path }];
        if (content.ValueKind != JsonValueKind.Array) throw new UnfitFieldException(path, "must be a string or an array");
        List<Part> parts = [];
        foreach (var (block, at) in content.Items(path))
        {
            if (ReadBlock(to, block, at) is { } part) Add(parts, part);
        }

        return parts;
    }

    /// <summary>Puts what another maker wants back onto the part behind it, where it was taken from.</summary>
    private static void Add(List<Part> parts, Part part)
    {
        if (part is ToolCallPart or TextPart && parts.Count > 0 && parts[^1] is ReasoningPart { Text.IsEmpty: true, Signature: { Origin: Signature.Gemini } carried })
        {
            parts.RemoveAt(parts.Count - 1);
            part = part with { Signature = carried };
        }

        parts.Add(part);
    }

    private static Part? ReadBlock(Conversation to, JsonElement block, string path)
    {
        var type = block.Member("type").ShortText($"{path}.type");
        Part? part = type switch
        {
            "text" => new TextPart(block.Member("text").Text($"{path}.text")),
            "image" or "document" => AnthropicMediaReader.Read(to, block, path),
            "tool_use" => ReadCall(block, path),
            "tool_result" => ReadResult(to, block, path),
            "thinking" => ReadThinking(block, path),
            "redacted_thinking" => new ReasoningPart("") { Sealed = Signature.Read(block.Member("data").ShortText($"{path}.data", MostOfSeal), Signature.Anthropic) },
            _ => null,
        };
        if (part is null)
        {
            if (type is not ("image" or "document")) to.Unknown.Add(path);
            return null;
        }

        NameUnknown(to, block, type, path);
        var cache = block.Member("cache_control");
        return part with { Path = path, CacheControl = cache.IsAbsent() ? default : cache };
    }

    private const int MostOfSeal = 4 << 20;

    private static ReasoningPart ReadThinking(JsonElement block, string path)
    {
        var signature = block.Member("signature");
        var text = signature.IsAbsent() ? "" : signature.ShortText($"{path}.signature", MostOfSeal);
        return new(block.Member("thinking").Text($"{path}.thinking")) { Signature = text.Length == 0 ? null : Signature.Read(text, Signature.Anthropic) };
    }

    private static ToolCallPart ReadCall(JsonElement block, string path)
    {
        var input = block.Member("input");
        if (input.ValueKind != JsonValueKind.Object) throw new UnfitFieldException($"{path}.input", "must be an object");
        return new()
        {
            Id = block.Member("id").ShortText($"{path}.id"),
            Name = block.Member("name").ShortText($"{path}.name"),
            Arguments = JsonMarshal.GetRawUtf8Value(input).ToArray(),
        };
    }

    private static ToolResultPart ReadResult(Conversation to, JsonElement block, string path)
    {
        var (content, isError) = (block.Member("content"), block.Member("is_error"));
        return new()
        {
            CallId = block.Member("tool_use_id").ShortText($"{path}.tool_use_id"),
            Parts = content.IsAbsent() ? [] : ReadContent(to, content, $"{path}.content"),
            IsError = !isError.IsAbsent() && isError.Flag($"{path}.is_error"),
        };
    }

    private static void NameUnknown(Conversation to, JsonElement block, string type, string path)
    {
        foreach (var member in block.EnumerateObject())
        {
            if (!member.Value.IsAbsent() && member.Name is not ("type" or "cache_control") && !IsKnown(type, member)) to.Unknown.Add($"{path}.{member.Name}");
        }
    }

    private static bool IsKnown(string type, JsonProperty member) => type switch
    {
        "text" => member.Name == "text" || (member.Name == "citations" && member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0),
        "image" => member.Name == "source",
        "document" => member.Name is "source" or "title" || (member.Name == "citations" && member.Value.Member("enabled").ValueKind == JsonValueKind.False),
        "tool_use" => member.Name is "id" or "name" or "input" || (member.Name == "caller" && member.Value.Member("type") is var caller && IsDirect(caller)),
        "tool_result" => member.Name is "tool_use_id" or "content" or "is_error",
        "thinking" => member.Name is "thinking" or "signature",
        _ => member.Name == "data",
    };

    private static bool IsDirect(JsonElement caller) => caller.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(caller).SequenceEqual("\"direct\""u8);
}
