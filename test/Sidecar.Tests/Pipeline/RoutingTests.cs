using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>A route's choice, retries and parameters, through the whole sidecar.</summary>
public sealed class RoutingTests
{
    private const string Ask = """{"model":"fast"}""";

    [Fact]
    public async Task Send_RetryRule_TheSameTargetIsAskedAgain()
    {
        var calls = 0;
        await using var flaky = await Upstream.StartAsync(http =>
        {
            if (Interlocked.Increment(ref calls) > 2) return http.Response.WriteAsync("""{"ok":true}""");
            http.Response.StatusCode = 503;
            http.Response.Headers["retry-after-ms"] = "1";
            return http.Response.WriteAsync("{}");
        });
        await using var house = await OpenAsync(Route(new() { Attempts = 2, BackoffMs = 1 }, Target(flaky, "a")));

        var answer = await house.ChatAsync(Ask);

        Assert.Equal("""{"ok":true}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal([503, 503, 200], (await house.Records.SingleAsync()).GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Send_ConditionsOfTheBody_ChooseTheTarget()
    {
        await using var gold = await Upstream.OfJsonAsync("""{"from":"gold"}""");
        await using var rest = await Upstream.OfJsonAsync("""{"from":"rest"}""");
        await using var house = await OpenAsync(Route(null, Target(gold, "a", when: "request.metadata.tier == 'gold'"), Target(rest, "b")));

        Assert.Equal("""{"from":"gold"}""", await (await house.ChatAsync("""{"model":"fast","metadata":{"tier":"gold"}}""")).Content.ReadAsStringAsync());
        Assert.Equal("""{"from":"rest"}""", await (await house.ChatAsync(Ask)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Send_NoTargetTakesTheCall_IsRefused()
    {
        await using var upstream = await Upstream.OfJsonAsync("{}");
        await using var house = await OpenAsync(Route(null, Target(upstream, "a", when: "request.stream")));

        var answer = await house.ChatAsync(Ask);

        Assert.Equal("no_usable_target", (await SidecarHouse.ErrorOfAsync(answer)).Code);
    }

    [Fact]
    public async Task Send_Parameters_AreSetAndTakenAway()
    {
        await using var upstream = await Upstream.OfJsonAsync("{}");
        var rule = new ParametersRule { Remove = ["seed"], Overrides = System.Text.Json.JsonDocument.Parse("""{"temperature":0}""").RootElement };
        await using var house = await OpenAsync(Route(null, Target(upstream, "a", parameters: rule)));

        await house.ChatAsync("""{"model":"fast","seed":1,"top_p":1}""");

        Assert.Equal("""{"model":"a","top_p":1,"temperature":0}""", upstream.Call.Text);
    }

    private static Target Target(Upstream upstream, string model, string? when = null, ParametersRule? parameters = null)
    {
        var target = Given.Target(upstream.BaseUrl, model);
        return new()
        {
            Provider = target.Provider,
            Model = model,
            ModelJson = target.ModelJson,
            When = when is null ? null : CelExpression.Parse(when, RouteConditions.Environment).Expression,
            Parameters = parameters is null ? [] : [parameters],
        };
    }

    private static ModelRoute Route(RetryRule? retry, params Target[] targets) => GivenRouting.Route(GivenRouting.Rule(retry), targets);

    private static Task<SidecarHouse> OpenAsync(ModelRoute route) => SidecarHouse.OpenAsync(Given.Snapshot([Given.Policy("base", "fast")], route));
}
