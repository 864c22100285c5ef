using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>Chunks of OpenAI's chat completions and of the legacy ones, with what Azure, DeepSeek, Mistral, OpenRouter and others add.</summary>
internal sealed class ChatFrames : FrameFinder
{
    public override void Find(string name, JsonElement root, FrameFinds finds)
    {
        foreach (var member in root.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if (word.SequenceEqual("choices"u8) && member.Value.ValueKind == JsonValueKind.Array)
            {
                var place = 0;
                foreach (var choice in member.Value.EnumerateArray()) FindChoice(choice, FrameFinds.IndexOf(choice, place++, "index"u8), finds);
                continue;
            }

            if (word.SequenceEqual("error"u8) && member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.String) finds.End();
            finds.Around(GuardPlace.Output, member);
        }
    }

    public override byte[]? HeadOf(JsonElement root)
    {
        if (root.TryGetProperty("object"u8, out var kind) && kind.ValueEquals("text_completion"u8)) return null;
        var bytes = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        foreach (var member in root.EnumerateObject())
        {
            if (member.NameEquals("id"u8) || member.NameEquals("object"u8) || member.NameEquals("created"u8) || member.NameEquals("model"u8)) member.WriteTo(json);
        }

        json.WriteStartArray("choices");
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The last chunk of each answer, as where OpenAI's own filter cuts one: some clients hear no error in mid-stream.</summary>
    public override byte[] Farewell(byte[] head, IReadOnlyCollection<int> choices)
    {
        var ends = choices.Select(choice => string.Create(CultureInfo.InvariantCulture, $"{{\"index\":{choice},\"delta\":{{}},\"logprobs\":null,\"finish_reason\":\"content_filter\"}}"));
        return [.. head, .. Encoding.UTF8.GetBytes(string.Join(',', ends)), .. "]}"u8];
    }

    private static void FindChoice(JsonElement choice, int index, FrameFinds finds)
    {
        if (choice.ValueKind != JsonValueKind.Object)
        {
            finds.Around(GuardPlace.Output, choice);
            return;
        }

        foreach (var member in choice.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            if ((word.SequenceEqual("delta"u8) || word.SequenceEqual("message"u8)) && member.Value.ValueKind == JsonValueKind.Object) FindDelta(member.Value, index, finds);
            else if (word.SequenceEqual("text"u8)) finds.Piece(new(index, 0, "text"), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("logprobs"u8)) finds.Tied(FrameTextKind.Repeat, new(index, 0, "content"), GuardPlace.Output, member.Value);
            else finds.Around(GuardPlace.Output, member);
            if (word.SequenceEqual("finish_reason"u8) && member.Value.ValueKind == JsonValueKind.String) finds.End(index);
        }
    }

    private static void FindDelta(JsonElement delta, int choice, FrameFinds finds)
    {
        foreach (var member in delta.EnumerateObject())
        {
            var word = FrameNames.Of(member);
            var isText = member.Value.ValueKind == JsonValueKind.String;
            if (word.SequenceEqual("content"u8) && isText) finds.Piece(new(choice, 0, "content"), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("reasoning_content"u8) && isText) finds.Piece(new(choice, 0, "reasoning_content"), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("reasoning"u8) && isText) finds.Piece(new(choice, 0, "reasoning"), GuardPlace.Output, member.Value);
            else if (word.SequenceEqual("reasoning_details"u8) && member.Value.ValueKind == JsonValueKind.Array) FindDetails(member.Value, choice, finds);
            else if (word.SequenceEqual("function_call"u8) && member.Value.ValueKind == JsonValueKind.Object) FindFunction(member.Value, new(choice, -1, "function_call"), finds);
            else if (word.SequenceEqual("tool_calls"u8) && member.Value.ValueKind == JsonValueKind.Array) FindCalls(member.Value, choice, finds);
            else finds.Unknown(new(choice, 0, ""), GuardPlace.Output, member);
        }
    }

    /// <summary>Says the reasoning again, in parts of their own.</summary>
    private static void FindDetails(JsonElement details, int choice, FrameFinds finds)
    {
        var place = 0;
        foreach (var detail in details.EnumerateArray())
        {
            var index = FrameFinds.IndexOf(detail, place++, "index"u8);
            if (detail.ValueKind != JsonValueKind.Object) finds.Around(GuardPlace.Output, detail);
            if (detail.ValueKind != JsonValueKind.Object) continue;
            foreach (var member in detail.EnumerateObject())
            {
                var word = FrameNames.Of(member);
                if (word.SequenceEqual("text"u8)) finds.Echo(new(choice, index, "reasoning_details.text"), GuardPlace.Output, member.Value);
                else if (word.SequenceEqual("signature"u8)) finds.Tied(FrameTextKind.Seal, new(choice, index, "reasoning_details.text"), GuardPlace.Output, member.Value);
                else finds.Unknown(new(choice, index, "reasoning_details"), GuardPlace.Output, member);
            }
        }
    }

    private static void FindCalls(JsonElement calls, int choice, FrameFinds finds)
    {
        var place = 0;
        foreach (var call in calls.EnumerateArray())
        {
            var index = FrameFinds.IndexOf(call, place++, "index"u8);
            if (call.ValueKind != JsonValueKind.Object) finds.Around(GuardPlace.ToolArguments, call);
            if (call.ValueKind != JsonValueKind.Object) continue;
            foreach (var member in call.EnumerateObject())
            {
                var word = FrameNames.Of(member);
                if (word.SequenceEqual("function"u8) && member.Value.ValueKind == JsonValueKind.Object) FindFunction(member.Value, new(choice, index, "function"), finds);
                else finds.Unknown(new(choice, index, "tool_calls"), GuardPlace.ToolArguments, member);
            }
        }
    }

    private static void FindFunction(JsonElement function, in ChannelKey call, FrameFinds finds)
    {
        foreach (var member in function.EnumerateObject())
        {
            if (FrameNames.Of(member).SequenceEqual("arguments"u8)) finds.Piece(call, GuardPlace.ToolArguments, member.Value, FrameTextKind.JsonPiece);
            else finds.Unknown(call, GuardPlace.ToolArguments, member);
        }
    }
}
