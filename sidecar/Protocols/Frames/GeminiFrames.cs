using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>
/// Events of Gemini's streamGenerateContent: of each candidate the texts of all parts are one text, and so are its thoughts, as clients join them. Calls come whole, or their arguments
/// value by value.
/// </summary>
internal sealed class GeminiFrames : FrameFinder
{
    public override void Find(string name, JsonElement root, FrameFinds finds)
    {
        foreach (var member in root.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("error"u8)) finds.End();
            if (!word.SequenceEqual("candidates"u8) || member.Value.ValueKind != JsonValueKind.Array)
            {
                finds.Around(GuardPlace.Output, member);
                continue;
            }

            var place = 0;
            foreach (var candidate in member.Value.EnumerateArray()) FindCandidate(candidate, FrameFinds.IndexOf(candidate, place++, "index"u8), finds);
        }
    }

    private static void FindCandidate(JsonElement candidate, int index, FrameFinds finds)
    {
        if (candidate.ValueKind != JsonValueKind.Object)
        {
            finds.Around(GuardPlace.Output, candidate);
            return;
        }

        foreach (var member in candidate.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("content"u8) && member.Value.ValueKind == JsonValueKind.Object) FindContent(member.Value, index, finds);
            else finds.Around(GuardPlace.Output, member);
            if (word.SequenceEqual("finishReason"u8) && member.Value.ValueKind == JsonValueKind.String) finds.End(index);
        }
    }

    private static void FindContent(JsonElement content, int candidate, FrameFinds finds)
    {
        foreach (var member in content.EnumerateObject())
        {
            if (!FrameNames.Of(member).SequenceEqual("parts"u8) || member.Value.ValueKind != JsonValueKind.Array)
            {
                finds.Around(GuardPlace.Output, member);
                continue;
            }

            foreach (var part in member.Value.EnumerateArray())
            {
                if (part.ValueKind == JsonValueKind.Object) FindPart(part, candidate, finds);
                else finds.Around(GuardPlace.Output, part);
            }
        }
    }

    private static void FindPart(JsonElement part, int candidate, FrameFinds finds)
    {
        var isThought = part.TryGetProperty("thought"u8, out var thought) && thought.ValueKind == JsonValueKind.True;
        foreach (var member in part.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("text"u8)) finds.Piece(new(candidate, 0, isThought ? "thought" : "text"), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("functionCall"u8) && member.Value.ValueKind == JsonValueKind.Object) FindCall(member.Value, candidate, finds);
            else finds.Around(PlaceOf(word), member);
        }
    }

    /// <summary>As in whole answers.</summary>
    private static GuardPlace PlaceOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("executableCode"u8)) return GuardPlace.ToolArguments;
        return name.SequenceEqual("codeExecutionResult"u8) || name.SequenceEqual("functionResponse"u8) ? GuardPlace.ToolResult : GuardPlace.Output;
    }

    private static void FindCall(JsonElement call, int candidate, FrameFinds finds)
    {
        foreach (var member in call.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("args"u8)) finds.Whole(GuardPlace.ToolArguments, member.Value);
            else if (word.SequenceEqual("partialArgs"u8) && member.Value.ValueKind == JsonValueKind.Array) FindPieces(member.Value, candidate, finds);
            else finds.Around(GuardPlace.ToolArguments, member);
        }
    }

    /// <summary>Vertex's streamed arguments: a value each, by its path, of which a text may go on in later events.</summary>
    private static void FindPieces(JsonElement pieces, int candidate, FrameFinds finds)
    {
        foreach (var piece in pieces.EnumerateArray())
        {
            if (piece.ValueKind != JsonValueKind.Object || !piece.TryGetProperty("jsonPath"u8, out var path) || path.ValueKind != JsonValueKind.String)
            {
                finds.Around(GuardPlace.ToolArguments, piece);
                continue;
            }

            var channel = new ChannelKey(candidate, 1, path.GetString()!);
            foreach (var member in piece.EnumerateObject())
            {
                if (member.NameEquals("stringValue"u8)) finds.Piece(channel, GuardPlace.ToolArguments, member.Value);
                else finds.Around(GuardPlace.ToolArguments, member);
            }

            if (!piece.TryGetProperty("willContinue"u8, out var more) || more.ValueKind != JsonValueKind.True) finds.End(candidate, 1, channel.Name);
        }
    }
}
