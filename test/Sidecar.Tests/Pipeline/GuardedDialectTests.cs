using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using AiGateway.Sidecar.Tests.Protocols.Frames;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>The same guardrails on the streams of every dialect, as its provider sends them and as they are made of another's: real checks, whole path.</summary>
public sealed class GuardedDialectTests
{
    private const string Card = "4111 1111 1111 1111";

    private static readonly ScriptedDialect[] s_dialects = [new ScriptedChat(), new ScriptedMessages(), new ScriptedGemini(), new ScriptedConverse(), new ScriptedResponses()];

    private static readonly string[] s_chat =
    [
        """{"index":0,"delta":{"role":"assistant","reasoning_content":"think of the Sec"},"finish_reason":null}""",
        """{"index":0,"delta":{"reasoning_content":"ret then "},"finish_reason":null}""",
        """{"index":0,"delta":{"content":"my card is 4111 1111 "},"finish_reason":null}""",
        """{"index":0,"delta":{"content":"1111 1111, my sec"},"finish_reason":null}""",
        """{"index":0,"delta":{"content":"ret, my sec"},"finish_reason":null}""",
        """{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"pay","arguments":"{\"card\":41111111"}}]},"finish_reason":null}""",
        """{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"11111111,\"note\":\"s\\u0065cret\"}"}}]},"finish_reason":null}""",
        """{"index":0,"delta":{},"finish_reason":"tool_calls"}""",
    ];

    public static TheoryData<string> Dialects { get; } = [.. s_dialects.Select(dialect => dialect.Format.ToString())];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Stream_OfItsOwnProvider_IsMaskedInEveryText(string format)
    {
        var dialect = Of(format);
        var texts = dialect.Texts.ToDictionary(text => text, text => text.Kind == Spoken.Arguments ? $"{{\"card\":\"{Card}\",\"note\":\"a secret\"}}" : $"card {Card}, a secret, sec");
        var frames = dialect.Begin().ToList();
        foreach (var (text, said) in texts)
        {
            frames.AddRange(dialect.Open(text));
            frames.AddRange(said.Chunk(3).Select(piece => dialect.Piece(text, new string(piece))));
        }

        var stream = dialect.Write([.. frames, .. dialect.End(texts)]);
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = dialect.IsBinary ? EventStreamReader.MediaType : "text/event-stream";
            foreach (var piece in stream.Chunk(100)) await http.Response.Body.WriteAsync(piece);
        });
        await using var house = await SidecarHouse.OpenAsync(GivenGuards.Fast(TargetOf(format, provider.BaseUrl), Checks()));

        var heard = dialect.Join(await AskAsync(house, format));

        foreach (var (text, said) in texts) Assert.EndsWith(said.Replace(Card, "[CARD]").Replace("secret", "[WORD]"), heard[text]);
        await house.WhenQuietAsync();
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Stream_OfAnotherProvider_IsMaskedInTheAgentsWords(string format)
    {
        await using var provider = await Upstream.OfEventsAsync([.. s_chat.Select(choice => $"{{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt\",\"choices\":[{choice}]}}"), "[DONE]"]);
        var dialect = Of(format);
        await using var house = await SidecarHouse.OpenAsync(GivenGuards.Fast(TargetOf("chat alone", provider.BaseUrl), Checks()));

        var bytes = await AskAsync(house, format);
        var heard = dialect.Join(bytes);
        var all = Encoding.UTF8.GetString(bytes);

        Assert.Equal("my card is [CARD], my [WORD], my sec", Said(heard, Spoken.Text));
        Assert.Equal("think of the [WORD] then ", Said(heard, Spoken.Reasoning));
        if (format == nameof(WireFormat.GeminiContent)) Assert.Contains("""{"card":"[CARD]","note":"[WORD]"}""", all);
        else Assert.Equal("""{"card":"[CARD]","note":"[WORD]"}""", Said(heard, Spoken.Arguments));
        Assert.DoesNotContain("secret", all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("1111", all);
        await house.WhenQuietAsync();
    }

    [Theory]
    [InlineData(nameof(WireFormat.AnthropicMessages), "event: error\ndata: {\"type\":\"error\"")]
    [InlineData(nameof(WireFormat.GeminiContent), "data: {\"error\":{\"code\":400")]
    [InlineData(nameof(WireFormat.BedrockConverse), "validationException")]
    [InlineData(nameof(WireFormat.OpenAiResponses), "event: error\ndata: {\"type\":\"error\"")]
    public async Task Stream_DeniedInMidStream_EndsInTheDialectsError(string format, string error)
    {
        await using var provider = await Upstream.OfEventsAsync([.. s_chat.Select(choice => $"{{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt\",\"choices\":[{choice}]}}"), "[DONE]"]);
        var words = GuardBuilder.Build([(Rule(GuardAction.Deny, [GuardPlace.ToolArguments]), false)], Context()).Of(GuardPlace.ToolArguments);
        await using var house = await SidecarHouse.OpenAsync(GivenGuards.Fast(TargetOf("chat alone", provider.BaseUrl), [.. words]));

        var all = Encoding.UTF8.GetString(await AskAsync(house, format));

        Assert.Contains(error, all);
        Assert.Contains("The text of a tool call's arguments was refused by the guardrail 'shop/all' (checks[0], words: WORD).", all.Replace("\\u0027", "'"));
        Assert.Contains("my card is", all);
        Assert.DoesNotContain("pay\",\"arguments\":\"{", all);
        Assert.Equal("cut", (await house.Records.SingleAsync()).GetProperty("ended").GetString());
        await house.WhenQuietAsync();
    }

    private static ScriptedDialect Of(string format) => s_dialects.Single(dialect => dialect.Format.ToString() == format);

    private static string Said(Dictionary<Spoken, string> heard, string kind) => string.Concat(heard.Where(one => one.Key.Kind == kind).Select(one => one.Value));

    private static CheckContext Context() => new() { HashKey = new byte[32], Canary = "never" };

    private static GuardrailRule Rule(GuardAction action, GuardPlace[] on) => new()
    {
        Guardrail = "shop/all",
        Checks =
        [
            new() { Type = CheckTypes.Words, On = [.. on], Action = action, Words = new() { Words = ["secret"], CaseSensitive = false } },
            new() { Type = CheckTypes.Pii, On = [.. on], Action = GuardAction.Mask, Pii = new() { Types = [PiiType.Card] } },
        ],
    };

    private static TextCheck[] Checks()
    {
        var plan = GuardBuilder.Build([(Rule(GuardAction.Mask, [GuardPlace.Output, GuardPlace.ToolArguments]), false)], Context());
        return [.. plan.Of(GuardPlace.Output)];
    }

    private static async Task<byte[]> AskAsync(SidecarHouse house, string format)
    {
        var (path, body) = format switch
        {
            nameof(WireFormat.AnthropicMessages) => ("/anthropic/v1/messages", """{"model":"fast","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}"""),
            nameof(WireFormat.GeminiContent) => ("/gemini/v1beta/models/fast:streamGenerateContent?alt=sse", """{"contents":[{"parts":[{"text":"hi"}]}]}"""),
            nameof(WireFormat.BedrockConverse) => ("/bedrock/model/fast/converse-stream", """{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"""),
            nameof(WireFormat.OpenAiResponses) => ("/openai/v1/responses", """{"model":"fast","stream":true,"input":"hi"}"""),
            _ => ("/openai/v1/chat/completions", """{"model":"fast","stream":true,"messages":[{"role":"user","content":"hi"}]}"""),
        };
        var answer = await house.Agent.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static Target TargetOf(string format, Uri baseUrl)
    {
        var (kind, dialect) = format switch
        {
            nameof(WireFormat.AnthropicMessages) => ("anthropic", Contracts.Dialects.Anthropic),
            nameof(WireFormat.GeminiContent) => ("gemini", Contracts.Dialects.Gemini),
            nameof(WireFormat.BedrockConverse) => ("bedrock", Contracts.Dialects.Bedrock),
            nameof(WireFormat.OpenAiResponses) => ("openai", Contracts.Dialects.OpenAi),
            _ => ("deepseek", Contracts.Dialects.OpenAi),
        };
        var given = Given.Target(baseUrl, "m").Provider;
        return new()
        {
            Model = "m",
            ModelJson = "\"m\""u8.ToArray(),
            Provider = new() { Name = given.Name, Kind = kind, Dialect = dialect, BaseUrl = baseUrl, KeyHeader = given.KeyHeader, KeyValue = given.KeyValue, Http = given.Http },
        };
    }
}
