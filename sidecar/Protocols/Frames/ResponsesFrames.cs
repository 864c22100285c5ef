using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>
/// Events of OpenAI's Responses: output items that are added, grow by deltas, and are repeated whole, each text by itself and then all together. What is repeated is guarded as the whole
/// that it is, which comes to the same. Not looked at is what a response repeats of its request.
/// </summary>
internal sealed class ResponsesFrames : FrameFinder
{
    private static readonly byte[][] s_ofRequest =
    [
        .. "instructions input tools tool_choice metadata prompt user text reasoning truncation conversation safety_identifier prompt_cache_key previous_response_id include".Split(' ')
            .Select(Encoding.UTF8.GetBytes),
    ];

    public override void Find(string name, JsonElement root, FrameFinds finds)
    {
        var type = root.TryGetProperty("type"u8, out var said) && said.ValueKind == JsonValueKind.String ? said.GetString()! : name;
        var channel = ChannelOf(root, type);
        foreach (var member in root.EnumerateObject()) FindMember(member, type, channel, finds);
        switch (type)
        {
            case "response.completed" or "response.incomplete" or "response.failed" or "response.cancelled" or "error":
                finds.End();
                break;
            case "response.output_item.done":
                finds.End(channel.Choice);
                break;
            case "response.content_part.done" or "response.reasoning_summary_part.done":
                finds.End(channel.Choice, channel.Part);
                break;
            default:
                if (type.EndsWith(".done", StringComparison.Ordinal)) finds.End(channel.Choice, channel.Part, channel.Name);
                break;
        }
    }

    /// <summary>An event's text is named by its type, less what happens to it.</summary>
    private static ChannelKey ChannelOf(JsonElement root, string type)
    {
        var part = FrameFinds.IndexOf(root, -1, "content_index"u8);
        if (part < 0) part = FrameFinds.IndexOf(root, 0, "summary_index"u8);
        var end = type.LastIndexOf('.');
        return new(FrameFinds.IndexOf(root, 0, "output_index"u8), part, end < 0 ? type : type[..end]);
    }

    private static void FindMember(JsonProperty member, string type, in ChannelKey channel, FrameFinds finds)
    {
        var word = FrameNames.Of(member);
        if (word.SequenceEqual("delta"u8)) FindDelta(member.Value, channel, finds);
        else if (word.SequenceEqual("response"u8) && member.Value.ValueKind == JsonValueKind.Object) FindResponse(member.Value, finds);
        else if (word.SequenceEqual("item"u8) && member.Value.ValueKind == JsonValueKind.Object) FindItem(member.Value, finds);
        else if (word.SequenceEqual("input"u8)) finds.Whole(GuardPlace.ToolArguments, member.Value, isEcho: true);
        else if (!word.SequenceEqual("type"u8)) finds.Around(GuardPlace.Output, member, isEcho: !type.EndsWith(".delta", StringComparison.Ordinal));
    }

    private static void FindDelta(JsonElement delta, in ChannelKey channel, FrameFinds finds)
    {
        switch (channel.Name)
        {
            case "response.function_call_arguments" or "response.mcp_call_arguments":
                finds.Piece(channel, GuardPlace.ToolArguments, delta, FrameTextKind.JsonPiece);
                break;
            case "response.custom_tool_call_input" or "response.code_interpreter_call_code":
                finds.Piece(channel, GuardPlace.ToolArguments, delta);
                break;
            case "response.audio" when delta.ValueKind == JsonValueKind.String && finds.IsSealed(delta):
                break;
            default:
                finds.Piece(channel, GuardPlace.Output, delta);
                break;
        }
    }

    private static void FindResponse(JsonElement response, FrameFinds finds)
    {
        foreach (var member in response.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("output"u8) && member.Value.ValueKind == JsonValueKind.Array) FindItems(member.Value, finds);
            else if (!IsOfRequest(word)) finds.Around(GuardPlace.Output, member, isEcho: true);
        }
    }

    private static void FindItems(JsonElement items, FrameFinds finds)
    {
        foreach (var item in items.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object) FindItem(item, finds);
            else finds.Around(GuardPlace.Output, item, isEcho: true);
        }
    }

    private static void FindItem(JsonElement item, FrameFinds finds)
    {
        foreach (var member in item.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("input"u8)) finds.Whole(GuardPlace.ToolArguments, member.Value, isEcho: true);
            else finds.Around(PlaceOf(word), member, isEcho: true);
        }
    }

    /// <summary>As in whole answers.</summary>
    private static GuardPlace PlaceOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("action"u8) || name.SequenceEqual("operation"u8) || name.SequenceEqual("code"u8) || name.SequenceEqual("queries"u8)) return GuardPlace.ToolArguments;
        if (name.SequenceEqual("output"u8) || name.SequenceEqual("outputs"u8) || name.SequenceEqual("results"u8) || name.SequenceEqual("error"u8)) return GuardPlace.ToolResult;
        return name.SequenceEqual("tools"u8) ? GuardPlace.ToolDefinition : GuardPlace.Output;
    }

    private static bool IsOfRequest(ReadOnlySpan<byte> name)
    {
        foreach (var known in s_ofRequest)
        {
            if (name.SequenceEqual(known)) return true;
        }

        return false;
    }
}
