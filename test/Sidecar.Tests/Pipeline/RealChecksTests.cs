using System.Net;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Guardrails as they are built of rules, on whole requests and answers.</summary>
public sealed class RealChecksTests
{
    private const string Tools = """{"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"mail","arguments":"@"}}]}}]}""";

    [Fact]
    public async Task Email_ReversiblyMasked_NeverReachesTheProviderAndComesBack()
    {
        await using var provider = await Upstream.OfJsonAsync(Tools.Replace("@", """{\"to\":\"[EMAIL_1]\",\"cc\":\"[EMAIL_2]\"}""", StringComparison.Ordinal));
        await using var house = await OpenAsync(provider, new CheckRule
        {
            Type = CheckTypes.Pii,
            On = [GuardPlace.Input, GuardPlace.SystemPrompt, GuardPlace.ToolArguments, GuardPlace.ToolResult],
            Action = GuardAction.Mask,
            Pii = new() { Types = [PiiType.Email], Mask = MaskForm.Reversible },
        });

        var answer = await house.ChatAsync("""
            {"model":"fast","messages":[{"content":"You mail alice@example.com.","role":"system"},{"role":"user","content":"Tell b\u006fb@example.com and alice@example.com"},
            {"role":"assistant","tool_calls":[{"id":"s","function":{"name":"find","arguments":"{\"who\":\"bob@example.com\"}"}}]},{"tool_call_id":"s","content":"alice@example.com, [EMAIL_7]","role":"tool"}]}
            """);

        Assert.Equal("""
            {"model":"fast","messages":[{"content":"You mail [EMAIL_1].","role":"system"},{"role":"user","content":"Tell [EMAIL_2] and [EMAIL_1]"},
            {"role":"assistant","tool_calls":[{"id":"s","function":{"name":"find","arguments":"{\"who\":\"[EMAIL_2]\"}"}}]},{"tool_call_id":"s","content":"[EMAIL_1], [EMAIL_7]","role":"tool"}]}
            """, provider.Call.Text);
        Assert.Equal(Tools.Replace("@", """{\"to\":\"alice@example.com\",\"cc\":\"bob@example.com\"}""", StringComparison.Ordinal), await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{\"to\":\"bob\"}""", HttpStatusCode.OK)]
    [InlineData("""{\"to\":7}""", HttpStatusCode.BadRequest)]
    [InlineData("""{\"to\":""", HttpStatusCode.BadRequest)]
    public async Task JsonSchema_OfArgumentsInAString_ReadsThemWhole(string arguments, HttpStatusCode status)
    {
        await using var provider = await Upstream.OfJsonAsync(Tools.Replace("@", arguments, StringComparison.Ordinal));
        await using var house = await OpenAsync(provider, Shape());

        Assert.Equal(status, (await house.ChatAsync("""{"model":"fast","messages":[]}""")).StatusCode);
    }

    [Theory]
    [InlineData("""{"to":"bob"}""", HttpStatusCode.OK)]
    [InlineData("""{"to":7}""", HttpStatusCode.BadRequest)]
    public async Task JsonSchema_OfArgumentsThatAreAnObject_ReadsThemWhole(string input, HttpStatusCode status)
    {
        await using var provider = await Upstream.OfJsonAsync("""{"choices":[{"message":{"content":"hi"}}]}""");
        await using var house = await OpenAsync(provider, Shape());
        var request = $$"""{"model":"fast","max_tokens":5,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"mail","input":{{input}}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"sent"}]}]}""";

        var answer = await house.Agent.PostAsync("/anthropic/v1/messages", new StringContent(request, Encoding.UTF8, "application/json"));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Flag_OnWhatAnAnswerRepeatsOfItsRequest_CountsOnce()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"object":"response","instructions":"a zebra","output":[{"type":"message","content":[{"type":"output_text","text":"a zebra"}]}],"metadata":{"a":"zebra"}}""");
        await using var house = await OpenAsync(provider, new CheckRule
        {
            Type = CheckTypes.Words,
            On = [.. Enum.GetValues<GuardPlace>()],
            Action = GuardAction.Flag,
            Words = new() { Words = ["zebra"] },
        });

        await house.Agent.PostAsync("/openai/v1/responses", new StringContent("""{"model":"fast","instructions":"a zebra","input":"a horse","metadata":{"a":"zebra"}}""", Encoding.UTF8, "application/json"));

        var found = (await house.Records.SingleAsync()).GetProperty("guard").EnumerateArray().Select(one => (one.GetProperty("place").GetString(), one.GetProperty("count").GetInt32()));
        Assert.Equal([("systemPrompt", 1), ("input", 1), ("output", 1)], found);
    }

    private static CheckRule Shape() => new()
    {
        Type = CheckTypes.JsonSchema,
        On = [GuardPlace.ToolArguments],
        Action = GuardAction.Deny,
        JsonSchema = new() { Schema = """{"type":"object","properties":{"to":{"type":"string"}},"required":["to"]}""" },
    };

    private static Task<SidecarHouse> OpenAsync(Upstream provider, params CheckRule[] checks)
    {
        var plan = GuardBuilder.Build([(new GuardrailRule { Guardrail = "shop/real", Checks = [.. checks] }, false)], new() { HashKey = new byte[32], Canary = "canary-0123456789" });
        var route = Given.Route(["fast"], Given.Target(provider.BaseUrl));
        return SidecarHouse.OpenAsync(Given.Snapshot([Given.Policy("base", "fast")], new ModelRoute { Name = route.Name, Models = route.Models, Targets = route.Targets, Guards = plan }));
    }
}
