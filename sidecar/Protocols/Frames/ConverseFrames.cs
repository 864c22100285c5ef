using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>Messages of Amazon Bedrock's ConverseStream: blocks that start, grow and stop, each with its number. What they are stands in their headers.</summary>
internal sealed class ConverseFrames : FrameFinder
{
    public override void Find(string name, JsonElement root, FrameFinds finds)
    {
        var index = FrameFinds.IndexOf(root, 0, "contentBlockIndex"u8);
        foreach (var member in root.EnumerateObject())
        {
            if (FrameNames.Of(member).SequenceEqual("delta"u8) && member.Value.ValueKind == JsonValueKind.Object) FindDelta(member.Value, index, finds);
            else finds.Around(GuardPlace.Output, member);
        }

        if (name == "contentBlockStop") finds.End(0, index);
        else if (name is "messageStop" or "metadata") finds.End();
    }

    private static void FindDelta(JsonElement delta, int index, FrameFinds finds)
    {
        foreach (var member in delta.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("text"u8)) finds.Piece(new(0, index, "text"), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("toolUse"u8) && member.Value.ValueKind == JsonValueKind.Object) FindCall(member.Value, index, finds);
            else if (word.SequenceEqual("reasoningContent"u8) && member.Value.ValueKind == JsonValueKind.Object) FindReasoning(member.Value, index, finds);
            else if (word.SequenceEqual("citation"u8)) finds.Around(GuardPlace.Output, member);
            else finds.Unknown(new(0, index, ""), GuardPlace.Output, member);
        }
    }

    private static void FindCall(JsonElement call, int index, FrameFinds finds)
    {
        foreach (var member in call.EnumerateObject())
        {
            if (FrameNames.Of(member).SequenceEqual("input"u8)) finds.Piece(new(0, index, "input"), GuardPlace.ToolArguments, member.Value, FrameTextKind.JsonPiece);
            else finds.Unknown(new(0, index, "toolUse"), GuardPlace.ToolArguments, member);
        }
    }

    private static void FindReasoning(JsonElement reasoning, int index, FrameFinds finds)
    {
        foreach (var member in reasoning.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("text"u8)) finds.Piece(new(0, index, "reasoning"), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("signature"u8)) finds.Tied(FrameTextKind.Seal, new(0, index, "reasoning"), GuardPlace.Output, member.Value);
            else finds.Unknown(new(0, index, "reasoningContent"), GuardPlace.Output, member);
        }
    }
}
