using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>OpenAI's chat completions: two answers, each with words, reasoning, a refusal and two calls.</summary>
internal sealed class ScriptedChat : ScriptedDialect
{
    private const string Head = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","system_fingerprint":"fp","choices":[""";

    public override WireFormat Format => WireFormat.OpenAiChat;

    public override Spoken[] Texts { get; } =
    [
        .. from choice in new[] { 0, 1 }
           from text in new Spoken[] { new(choice, 0, Spoken.Text), new(choice, 0, Spoken.Reasoning), new(choice, 0, "refusal"), new(choice, 0, Spoken.Arguments), new(choice, 1, Spoken.Arguments) }
           select text,
    ];

    public override IEnumerable<string> Open(Spoken text)
    {
        if (text.Kind == Spoken.Arguments)
            yield return Chunk(text.Choice, $$$"""{"tool_calls":[{"index":{{{text.Part}}},"id":"call_{{{text.Part}}}","type":"function","function":{"name":"tool","arguments":""}}]}""");
        else if (text.Kind == Spoken.Text) yield return Chunk(text.Choice, """{"role":"assistant","content":""}""");
    }

    public override string Piece(Spoken text, string piece) => Chunk(text.Choice, text.Kind == Spoken.Arguments
        ? $$$"""{"tool_calls":[{"index":{{{text.Part}}},"function":{"arguments":{{{Quote(piece)}}}}}]}"""
        : $"{{\"{NameOf(text.Kind)}\":{Quote(piece)}}}");

    public override IEnumerable<string> End(IReadOnlyDictionary<Spoken, string> texts)
    {
        foreach (var choice in texts.Keys.Select(text => text.Choice).Distinct()) yield return $"{Head}{{\"index\":{choice},\"delta\":{{}},\"finish_reason\":\"stop\"}}]}}";
        yield return """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}""";
        yield return "[DONE]";
    }

    public override IEnumerable<(Spoken Text, string Said, bool IsWhole)> Hear(JsonElement frame)
    {
        Assert.NotEmpty(frame.GetProperty("id").GetString()!);
        foreach (var choice in frame.GetProperty("choices").EnumerateArray())
        {
            var index = choice.GetProperty("index").GetInt32();
            var delta = choice.GetProperty("delta");
            var isEnd = choice.GetProperty("finish_reason").ValueKind != JsonValueKind.Null;
            yield return (new(index, 0, Spoken.Ended), isEnd ? "." : "", !isEnd);
            foreach (var kind in new[] { Spoken.Text, Spoken.Reasoning, "refusal" })
            {
                if (delta.TryGetProperty(NameOf(kind), out var said)) yield return (new(index, 0, kind), Unquote(said), false);
            }

            if (!delta.TryGetProperty("tool_calls", out var calls)) continue;
            foreach (var call in calls.EnumerateArray())
            {
                var part = call.GetProperty("index").GetInt32();
                yield return (new(index, part, Spoken.Arguments), Unquote(call.GetProperty("function").GetProperty("arguments")), false);
                if (call.TryGetProperty("id", out var id)) yield return (new(index, part, "id"), id.GetString()!, false);
                if (call.GetProperty("function").TryGetProperty("name", out var name)) yield return (new(index, part, "name"), name.GetString()!, false);
            }
        }
    }

    private static string NameOf(string kind) => kind switch { Spoken.Text => "content", Spoken.Reasoning => "reasoning_content", _ => kind };

    private static string Chunk(int choice, string delta) => new StringBuilder(Head).Append("{\"index\":").Append(choice).Append(",\"delta\":").Append(delta).Append(",\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}").ToString();
}
