using System.Net;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What guardrails do to requests: the provider gets what they leave, and nothing of what they deny.</summary>
public sealed class GuardedInputTests
{
    private const string Answer = """{"id":"c1","choices":[{"message":{"content":"hi"}}],"usage":{"prompt_tokens":11,"completion_tokens":7}}""";

    [Fact]
    public async Task Mask_InRequest_ReplacesTheStringAlone()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await OpenAsync(provider, WordCheck.Of("zebra", GuardAction.Mask));
        const string Body = "{ \"model\":\"fast\", \"messages\" : [ {\"content\":\"a \\u007aebra\\n\\ud83e\\udd93 of a zebra\",\"role\":\"user\"}, {\"role\":\"user\",\"content\":\"a \\u0068orse\"} ], \"top_p\":1.0 }";

        var answer = await house.ChatAsync(Body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Body.Replace("\"a \\u007aebra\\n\\ud83e\\udd93 of a zebra\"", "\"a [WORD]\\n🦓 of a [WORD]\""), provider.Call.Text);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Mask_OfModelName_IsNone()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await OpenAsync(provider, WordCheck.Of("fast", GuardAction.Mask));

        await house.ChatAsync("""{"messages":[{"role":"user","content":"fast"}],"model":"fast"}""");

        Assert.Equal("""{"messages":[{"role":"user","content":"[WORD]"}],"model":"fast"}""", provider.Call.Text);
    }

    [Theory]
    [InlineData("""{"model":"fast","messages":[{"role":"user","content":"a zebra"}]}""", "The text of the request")]
    [InlineData("""{"model":"fast","messages":[{"content":[{"type":"text","text":"z\u0065bra"}],"role":"system"}]}""", "The text of a system prompt")]
    [InlineData("""{"model":"fast","messages":[{"content":"zebra","role":"tool"}]}""", "The text of a tool result")]
    [InlineData("""{"model":"fast","messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{\"x\":[\"\\u007aebra\"]}"}}]}]}""", "The text of a tool call's arguments")]
    [InlineData("""{"model":"fast","messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{\"zebra\":1}"}}]}]}""", "The text of a tool call's arguments")]
    [InlineData("""{"model":"fast","messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"no JSON, a zebra"}}]}]}""", "The text of a tool call's arguments")]
    [InlineData("""{"model":"fast","tools":[{"type":"function","function":{"name":"x","parameters":{"zebra":{}}}}]}""", "The text of a tool definition")]
    [InlineData("""{"model":"fast","zebra":true}""", "The text of the request")]
    public async Task Deny_AnywhereInRequest_IsRefusedUnsent(string body, string text)
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await OpenAsync(provider, WordCheck.Of("zebra", GuardAction.Deny));

        var answer = await house.ChatAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(("guardrail_denied", $"{text} was refused by the guardrail 'shop/words' (checks[0], words: WORD).", null), await SidecarHouse.ErrorOfAsync(answer));
        Assert.Empty(provider.Calls);
        Assert.Equal("denied", (await house.Records.SingleAsync()).GetProperty("decision").GetString());
        await house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("""{"model":"fast","messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{\"zebra\":1}"}}]}]}""")]
    [InlineData("""{"model":"fast","tools":[{"type":"function","function":{"name":"x","parameters":{"zebra":{}}}}]}""")]
    [InlineData("""{"model":"fast","zebra":true}""")]
    public async Task Mask_OfName_IsRefused(string body)
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await OpenAsync(provider, WordCheck.Of("zebra", GuardAction.Mask));

        var answer = await house.ChatAsync(body);

        Assert.Equal("guardrail_denied", (await SidecarHouse.ErrorOfAsync(answer)).Code);
        Assert.Empty(provider.Calls);
    }

    [Theory]
    [InlineData("""{\"to\":[\"[WORD]\",\"b\"]}""", """{\"to\":[\"zebra\",\"b\"]}""")]
    [InlineData("""{\"n\":\"[WORD]2\"}""", """{\"n\":zebra2}""")]
    public async Task Mask_InArguments_KeepsThemJson(string masked, string arguments)
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        var word = arguments.Contains(":zebra2", StringComparison.Ordinal) ? "41" : "zebra";
        await using var house = await OpenAsync(provider, WordCheck.Of(word, GuardAction.Mask));
        const string Around = """{"model":"fast","messages":[{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"@"}}]}]}""";

        await house.ChatAsync(Around.Replace("@", arguments.Replace(":zebra2", ":412", StringComparison.Ordinal), StringComparison.Ordinal));

        Assert.Equal(Around.Replace("@", masked, StringComparison.Ordinal), provider.Call.Text);
    }

    [Fact]
    public async Task Flag_AndShadow_PassByteForByte()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await OpenAsync(provider, WordCheck.Of("zebra", GuardAction.Flag), WordCheck.Shadow("zebra", GuardAction.Deny), WordCheck.Shadow("zebra", GuardAction.Mask));
        const string Body = """{"model":"fast","messages":[{"role":"user","content":"a z\u0065bra"}]}""";

        await house.ChatAsync(Body);

        Assert.Equal(Body, provider.Call.Text);
    }

    [Fact]
    public async Task Place_NotLookedAt_Passes()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await OpenAsync(provider, WordCheck.Of("zebra", GuardAction.Deny, GuardPlace.SystemPrompt, GuardPlace.ToolResult));

        var answer = await house.ChatAsync("""{"model":"fast","messages":[{"role":"user","content":"a zebra"}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<SidecarHouse> OpenAsync(Upstream provider, params TextCheck[] checks) => SidecarHouse.OpenAsync(GivenGuards.Fast(Given.Target(provider.BaseUrl), checks));
}
