using System.Net;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

public sealed class RouteCheckTests
{
    private readonly SnapshotBuilder _builder = new(new ProviderConnections(new(), (_, _) => Task.FromResult<IPAddress[]>([])));

    public static TheoryData<string, string> Unfit => new()
    {
        { """{"retry":{"attempts":11}}""", "retry.attempts must be 0 to 10" },
        { """{"retry":{"attempts":1,"statuses":[200]}}""", "retry: a status is not one of 400 to 599" },
        { """{"breaker":{"failurePercent":0}}""", "circuitBreaker.failurePercent must be 1 to 100" },
        { """{"timeouts":{"totalMs":0}}""", "timeouts.total must be 1 to 86400000" },
        { """{"fallback":{"statuses":[600]}}""", "fallback: a status is not one of 400 to 599" },
        { """{"parameters":{"overrides":{"model":"x"}}}""", "parameters may not set model" },
        { """{"parameters":{"defaults":{"Tools":[]}}}""", "parameters may not set Tools" },
        { """{"parameters":{"remove":["store"]}}""", "parameters may not touch store" },
        { """{"parameters":{"defaults":[1]}}""", "parameters.defaults must be an object" },
        { """{"parameters":{"remove":["messages"]}}""", "parameters may not touch messages" },
        { """{"targets":[{"provider":"team/openai","weight":-1}]}""", "weight must be 0 to 1000000" },
        { """{"targets":[{"provider":"team/openai","when":"request.nothing"}]}""", "when, at character 1: there is no variable" },
        { """{"targets":[{"provider":"team/openai","when":"request.model"}]}""", "must be true or false" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void Build_UnfitRoute_IsANackThatNamesTheRoute(string members, string reason)
    {
        var outcome = _builder.Build(With(members));

        Assert.Equal(NackReasons.Invalid, outcome.NackReason);
        Assert.Contains(outcome.Reasons, text => text.StartsWith("route team/fast: ", StringComparison.Ordinal) && text.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_RuleThatSaysAll_IsInTheSnapshot()
    {
        var route = _builder.Build(With("""
            {"targets":[{"provider":"team/openai","model":"m","priority":2,"weight":3,"when":"request.stream","parameters":{"remove":["b"]}}],
             "retry":{"attempts":2,"backoffMs":10},"breaker":{"minCalls":3},"fallback":{"onContextLength":true},"sticky":true,"parameters":{"remove":["a"]}}
            """)).Snapshot!.Routes.Find("fast")!;

        var target = Assert.Single(route.Targets);
        Assert.Equal((2, 3, "request.stream"), (target.Priority, target.Weight, target.When!.ToString()));
        Assert.Equal(["a", "b"], target.Parameters.SelectMany(rule => rule.Remove!.Value));
        Assert.Equal((2, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(5)), (route.Retries.Attempts, route.Retries.Backoff, route.Retries.MaxBackoff));
        Assert.Equal((3, 50), (route.Breaker!.MinCalls, route.Breaker.FailurePercent));
        Assert.True(route is { Sticky: true, IsConditional: true, Fallback.OnContextLength: true });
    }

    private static Bundle With(string members)
    {
        var rules = JsonSerializer.SerializeToNode(JsonDocument.Parse(BundleJson.WriteRules(GivenBundle.Rules())).RootElement)!;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(members)!)
            rules["routes"]![0]![name] = JsonSerializer.SerializeToNode(value);
        return GivenBundle.Raw(JsonSerializer.SerializeToUtf8Bytes(rules));
    }
}
