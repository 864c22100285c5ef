using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Reads content blocks, of requests and of answers: each is an object with one member that says what it is. What has no place in the model is named.</summary>
internal sealed class BedrockPartReader(PathList unknown)
{
    /// <summary>The blocks of a message, a system prompt, or a tool's result.</summary>
    public List<Part> Read(JsonElement blocks, string path)
    {
        var parts = new List<Part>();
        foreach (var (block, place) in blocks.Items(path))
            foreach (var member in block.Members(place))
                if (!member.Value.IsAbsent())
                    Read(member, place, parts);
        return parts;
    }

    private void Read(JsonProperty member, string path, List<Part> parts)
    {
        var place = $"{path}.{member.Name}";
        switch (member.Name)
        {
            case "text":
                parts.Add(new TextPart(member.Value.Text(place)) { Path = path });
                break;
            case "json":
                parts.Add(new TextPart(member.Value.GetRawText()) { Path = path });
                break;
            case "image" or "document" or "audio" or "video":
                if (BedrockMediaReader.Read(member, path, unknown) is { } media) parts.Add(media);
                break;
            case "toolUse":
                ReadToolUse(member.Value, path, parts);
                break;
            case "toolResult":
                parts.Add(ReadToolResult(member.Value, path));
                break;
            case "reasoningContent":
                parts.Add(ReadReasoning(member.Value, path));
                break;
            case "citationsContent":
                ReadCited(member.Value, path, parts);
                break;
            case "cachePoint" when parts.Count > 0:
                parts[^1] = parts[^1] with { CacheControl = BedrockCachePoint.Read(member.Value, place, unknown) };
                break;
            default:
                unknown.Add(place);
                break;
        }
    }

    private void ReadToolUse(JsonElement block, string path, List<Part> parts)
    {
        var (place, id, name, input) = ($"{path}.toolUse", "", "", "{}"u8.ToArray());
        foreach (var member in block.Members(place))
        {
            if (member.NameEquals("toolUseId")) id = member.Value.ShortText($"{place}.toolUseId");
            else if (member.NameEquals("name")) name = member.Value.ShortText($"{place}.name");
            else if (member.NameEquals("input")) input = Input(member.Value, $"{place}.input");
            else if (!member.Value.IsAbsent()) unknown.Add($"{place}.{member.Name}");
        }

        // A tool that AWS ran by itself is none that anybody else can answer.
        if (block.Member("type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("server_tool_use"u8)) return;
        if (id.Length == 0) throw new UnfitFieldException($"{place}.toolUseId", "must be a string that is not empty");
        if (name.Length == 0) throw new UnfitFieldException($"{place}.name", "must be a string that is not empty");
        parts.Add(new ToolCallPart { Id = id, Name = name, Arguments = input, Signature = TakeSignature(parts), Path = path });
    }

    /// <summary>A signature that another maker put on a call stands before it as reasoning without words.</summary>
    private static Signature? TakeSignature(List<Part> parts)
    {
        if (parts.Count == 0 || parts[^1] is not ReasoningPart { Text.IsEmpty: true, Signature: { Origin: Signature.Gemini } signature }) return null;
        parts.RemoveAt(parts.Count - 1);
        return signature;
    }

    private static byte[] Input(JsonElement input, string path) => input.ValueKind switch
    {
        JsonValueKind.Object => JsonMarshal.GetRawUtf8Value(input).ToArray(),
        JsonValueKind.Null => "{}"u8.ToArray(),
        _ => throw new UnfitFieldException(path, "must be an object"),
    };

    private ToolResultPart ReadToolResult(JsonElement block, string path)
    {
        var (place, id, isError) = ($"{path}.toolResult", "", false);
        List<Part> parts = [];
        foreach (var member in block.Members(place))
        {
            if (member.NameEquals("toolUseId")) id = member.Value.ShortText($"{place}.toolUseId");
            else if (member.Value.IsAbsent()) continue;
            else if (member.NameEquals("content")) parts = Read(member.Value, $"{place}.content");
            else if (member.NameEquals("status")) isError = member.Value.ShortText($"{place}.status") == "error";
            else unknown.Add($"{place}.{member.Name}");
        }

        if (id.Length == 0) throw new UnfitFieldException($"{place}.toolUseId", "must be a string that is not empty");
        return new() { CallId = id, Parts = parts, IsError = isError, Path = path };
    }

    private ReasoningPart ReadReasoning(JsonElement block, string path)
    {
        var place = $"{path}.reasoningContent";
        var part = new ReasoningPart("") { Path = path };
        foreach (var member in block.Members(place))
        {
            if (member.Value.IsAbsent()) continue;
            if (member.NameEquals("redactedContent"))
                part = part with { Sealed = BedrockSeal.Read(member.Value.Decoded($"{place}.redactedContent")) };
            else if (member.NameEquals("reasoningText")) part = ReadReasoningText(member.Value, $"{place}.reasoningText", part);
            else unknown.Add($"{place}.{member.Name}");
        }

        return part;
    }

    private ReasoningPart ReadReasoningText(JsonElement block, string path, ReasoningPart part)
    {
        foreach (var member in block.Members(path))
        {
            if (member.Value.IsAbsent()) continue;
            if (member.NameEquals("text")) part = part with { Text = member.Value.Text($"{path}.text") };
            else if (member.NameEquals("signature"))
                part = part with { Signature = Signature.Read(member.Value.Decoded($"{path}.signature"), Signature.Bedrock) };
            else unknown.Add($"{path}.{member.Name}");
        }

        return part;
    }

    /// <summary>Text with what it cites: the words are kept, where they are from has no place.</summary>
    private void ReadCited(JsonElement block, string path, List<Part> parts)
    {
        var place = $"{path}.citationsContent";
        foreach (var member in block.Members(place))
        {
            if (member.Value.IsAbsent()) continue;
            if (!member.NameEquals("content")) unknown.Add($"{place}.{member.Name}");
            else parts.AddRange(Read(member.Value, $"{place}.content"));
        }
    }
}
