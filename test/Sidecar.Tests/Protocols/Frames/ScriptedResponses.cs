using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>OpenAI's Responses: items of words, summaries and calls, each repeated whole when it is, and all of them at the end; every event has its number.</summary>
internal sealed class ScriptedResponses : ScriptedDialect
{
    public override WireFormat Format => WireFormat.OpenAiResponses;

    public override Spoken[] Texts { get; } = [new(0, 0, Spoken.Reasoning), new(1, 0, Spoken.Text), new(2, 0, Spoken.Arguments), new(3, 0, Spoken.Text), new(4, 0, "input")];

    public override IEnumerable<string> Begin() =>
        ["response.created {\"response\":{\"id\":\"r\",\"object\":\"response\",\"instructions\":\"tell no secret\",\"output\":[]}}"];

    public override IEnumerable<string> Open(Spoken text) => [$"response.output_item.added {{\"output_index\":{text.Choice},\"item\":{Item(text, "")}}}"];

    public override string Piece(Spoken text, string piece) => $"response.{StemOf(text.Kind)}.delta {{\"item_id\":\"i{text.Choice}\",\"output_index\":{text.Choice},{IndexOf(text.Kind)}\"delta\":{Quote(piece)}}}";

    public override IEnumerable<string> End(IReadOnlyDictionary<Spoken, string> texts)
    {
        foreach (var (text, said) in texts)
        {
            yield return $"response.{StemOf(text.Kind)}.done {{\"item_id\":\"i{text.Choice}\",\"output_index\":{text.Choice},{IndexOf(text.Kind)}\"{MemberOf(text.Kind)}\":{Quote(said)}}}";
            yield return $"response.output_item.done {{\"output_index\":{text.Choice},\"item\":{Item(text, said)}}}";
        }

        yield return $"response.completed {{\"response\":{{\"id\":\"r\",\"object\":\"response\",\"instructions\":\"tell no secret\",\"output\":[{string.Join(',', texts.Select(one => Item(one.Key, one.Value)))}],\"usage\":{{\"input_tokens\":1}}}}}}";
    }

    public override IEnumerable<(Spoken Text, string Said, bool IsWhole)> Hear(JsonElement frame)
    {
        // The numbers are in order, one by one.
        var number = frame.GetProperty("sequence_number").GetInt32();
        yield return (new(-1, 0, "numbers"), number == 0 ? "." : new string('.', number)[^1..], false);
        yield return (new(-1, 0, "numbers"), new string('.', number + 1), true);
        var type = frame.GetProperty("type").GetString()!;
        if (type.EndsWith(".delta", StringComparison.Ordinal)) yield return (Of(frame), Unquote(frame.GetProperty("delta")), false);
        else if (type is "response.output_item.done") yield return HearItem(frame.GetProperty("item"), frame.GetProperty("output_index").GetInt32());
        else if (type.EndsWith(".done", StringComparison.Ordinal) && !type.EndsWith("_part.done", StringComparison.Ordinal)) yield return (Of(frame), Unquote(frame.GetProperty(MemberOf(Of(frame).Kind))), true);
        if (type != "response.completed") yield break;
        foreach (var (place, item) in frame.GetProperty("response").GetProperty("output").EnumerateArray().Index())
            yield return HearItem(item, int.TryParse(item.GetProperty("id").GetString()!.AsSpan(1), CultureInfo.InvariantCulture, out var own) ? own : place);
    }

    public override byte[] BytesOf(string frame)
    {
        var space = frame.IndexOf(' ', StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes($"event: {frame[..space]}\ndata: {{\"type\":\"{frame[..space]}\",\"sequence_number\":NUMBER,{frame[(space + 2)..]}\n\n");
    }

    public override byte[] Write(IEnumerable<string> frames)
    {
        var parts = Encoding.UTF8.GetString([.. frames.SelectMany(BytesOf)]).Split("NUMBER");
        return Encoding.UTF8.GetBytes(string.Concat(parts.Select((part, number) => number == 0 ? part : (number - 1).ToString(CultureInfo.InvariantCulture) + part)));
    }

    private static (Spoken Text, string Said, bool IsWhole) HearItem(JsonElement item, int index) => item.GetProperty("type").GetString() switch
    {
        "function_call" => (new(index, 0, Spoken.Arguments), Unquote(item.GetProperty("arguments")), true),
        "custom_tool_call" => (new(index, 0, "input"), Unquote(item.GetProperty("input")), true),
        "reasoning" => (new(index, 0, Spoken.Reasoning), Unquote(item.GetProperty("summary")[0].GetProperty("text")), true),
        _ => (new(index, 0, Spoken.Text), Unquote(item.GetProperty("content")[0].GetProperty("text")), true),
    };

    private static Spoken Of(JsonElement frame) => new(frame.GetProperty("output_index").GetInt32(), 0, frame.GetProperty("type").GetString()!.Split('.')[1] switch
    {
        "output_text" => Spoken.Text,
        "reasoning_summary_text" => Spoken.Reasoning,
        "custom_tool_call_input" => "input",
        _ => Spoken.Arguments,
    });

    private static string Item(Spoken text, string said) => $"{{\"id\":\"i{text.Choice}\",{text.Kind switch
    {
        Spoken.Text => $"\"type\":\"message\",\"role\":\"assistant\",\"content\":[{{\"type\":\"output_text\",\"text\":{Quote(said)},\"annotations\":[]}}]",
        Spoken.Reasoning => $"\"type\":\"reasoning\",\"summary\":[{{\"type\":\"summary_text\",\"text\":{Quote(said)}}}]",
        "input" => $"\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"run\",\"input\":{Quote(said)}",
        _ => $"\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"mail\",\"arguments\":{Quote(said)}",
    }}}}";

    private static string StemOf(string kind) =>
        kind switch { Spoken.Text => "output_text", Spoken.Reasoning => "reasoning_summary_text", "input" => "custom_tool_call_input", _ => "function_call_arguments" };

    private static string IndexOf(string kind) => kind switch { Spoken.Text => "\"content_index\":0,", Spoken.Reasoning => "\"summary_index\":0,", _ => "" };

    private static string MemberOf(string kind) => kind switch { Spoken.Arguments => "arguments", "input" => "input", _ => "text" };
}
