using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>Events of Anthropic's Messages: blocks that open, grow and stop, each with its number.</summary>
internal sealed class MessagesFrames : FrameFinder
{
    private const string Text = "text";
    private const string Thinking = "thinking";

    public override void Find(string name, JsonElement root, FrameFinds finds)
    {
        var index = FrameFinds.IndexOf(root, 0, "index"u8);
        var isBlock = !root.TryGetProperty("type"u8, out var kind) || kind.ValueKind != JsonValueKind.String || !kind.ValueEquals("message_delta"u8); // Without a number, some clients take the first.
        foreach (var member in root.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("content_block"u8) && member.Value.ValueKind == JsonValueKind.Object) FindBlock(member.Value, index, finds);
            else if (isBlock && word.SequenceEqual("delta"u8) && member.Value.ValueKind == JsonValueKind.Object) FindDelta(member.Value, index, finds);
            else finds.Around(GuardPlace.Output, member);
        }

        if (!root.TryGetProperty("type"u8, out var type) || type.ValueKind != JsonValueKind.String) return;
        if (type.ValueEquals("content_block_stop"u8)) finds.End(0, index);
        else if (type.ValueEquals("message_delta"u8) || type.ValueEquals("message_stop"u8) || type.ValueEquals("error"u8)) finds.End();
    }

    /// <summary>A block may open with the first piece of its text, in an event that can open it only once.</summary>
    public override (string Name, byte[] Json, int Text)? Carrier(in ChannelKey channel)
    {
        if (channel.Name is not (Text or Thinking)) return null;
        var before = string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"content_block_delta\",\"index\":{channel.Part},\"delta\":{{\"type\":\"{channel.Name}_delta\",\"{channel.Name}\":");
        return ("content_block_delta", Encoding.UTF8.GetBytes(before + "}}"), before.Length);
    }

    private static void FindBlock(JsonElement block, int index, FrameFinds finds)
    {
        finds.IsDelta = false;
        var isResult = block.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String && type.GetString()!.EndsWith("tool_result", StringComparison.Ordinal);
        var place = isResult ? GuardPlace.ToolResult : GuardPlace.Output;
        foreach (var member in block.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("text"u8)) finds.Piece(new(0, index, Text), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("thinking"u8)) finds.Piece(new(0, index, Thinking), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("signature"u8)) finds.Tied(FrameTextKind.Seal, new(0, index, Thinking), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("input"u8)) finds.Whole(GuardPlace.ToolArguments, member.Value);
            else if (!word.SequenceEqual("data"u8) || !finds.IsSealed(member.Value)) finds.Around(place, member);
        }
    }

    private static void FindDelta(JsonElement delta, int index, FrameFinds finds)
    {
        foreach (var member in delta.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("text"u8)) finds.Piece(new(0, index, Text), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("thinking"u8)) finds.Piece(new(0, index, Thinking), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("partial_json"u8)) finds.Piece(new(0, index, "input"), GuardPlace.ToolArguments, member.Value, FrameTextKind.JsonPiece);
            else if (word.SequenceEqual("signature"u8)) finds.Tied(FrameTextKind.Seal, new(0, index, Thinking), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("citation"u8)) finds.Around(GuardPlace.Output, member);
            else finds.Unknown(new(0, index, ""), GuardPlace.Output, member);
        }
    }
}
