using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Resources;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Inject;

public sealed class InjectEndpointTests
{
    [Fact]
    public async Task HandleAsync_Pod_IsAnsweredWithItsUidAndAPatch()
    {
        var (status, answer) = await PostAsync(Given.Review(Given.Pod()).ToJsonString());

        Assert.Equal(200, status);
        Assert.Equal("0001", answer!["response"]!["uid"]!.GetValue<string>());
        Assert.True(answer["response"]!["allowed"]!.GetValue<bool>());
        Assert.Equal("JSONPatch", answer["response"]!["patchType"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview"}""")]
    [InlineData("""{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}""")]
    [InlineData("""{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"operation":"CREATE"}}""")]
    [InlineData("""{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","kind":"Twice","request":{}}""")]
    public async Task HandleAsync_WhatIsNoReview_Is400(string body) => Assert.Equal(400, (await PostAsync(body)).Status);

    [Fact]
    public async Task HandleAsync_DeeplyNested_Is400() => Assert.Equal(400, (await PostAsync(new string('[', 100_000))).Status);

    [Fact]
    public async Task HandleAsync_TooLarge_Is413() => Assert.Equal(413, (await PostAsync(new string(' ', 4 * 1024 * 1024 + 1))).Status);

    [Fact]
    public async Task HandleAsync_PodThatBreaksTheInjector_IsDeniedInWords()
    {
        var body = Given.Review(Given.Pod()).ToJsonString()
            .Replace("\"image\":\"agent:1\"", "\"image\":\"agent:1\",\"env\":[{\"name\":\"A\",\"name\":\"B\"}]", StringComparison.Ordinal);
        var (_, answer) = await PostAsync(body);

        Assert.False(answer!["response"]!["allowed"]!.GetValue<bool>());
        Assert.StartsWith("aigateway.dev: internal_error:", answer["response"]!["status"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_PolicyAppliedWithThePod_IsWaitedFor()
    {
        var known = PodWishes.None;
        var (_, answer) = await PostAsync(Given.Review(Given.Pod()).ToJsonString(), policies: (_, _) => known, catchUp: (name, _) =>
        {
            known = new() { Servers = [$"of-{name}"] };
            return Task.CompletedTask;
        });

        Assert.Contains("of-team-a", Encoding.UTF8.GetString(Convert.FromBase64String(answer!["response"]!["patch"]!.GetValue<string>())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_ReservedVolume_IsForbiddenByCode()
    {
        var pod = Given.Pod(pod => pod["spec"]!["containers"]![0]!["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = InjectNames.TokenVolume }));
        var (_, answer) = await PostAsync(Given.Review(pod).ToJsonString());

        Assert.False(answer!["response"]!["allowed"]!.GetValue<bool>());
        Assert.Equal(403, answer["response"]!["status"]!["code"]!.GetValue<int>());
        Assert.StartsWith("aigateway.dev: reserved_volume:", answer["response"]!["status"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_Answers_AreCountedByOutcomeAndReason()
    {
        var counts = new InjectionCounts();
        var reserved = Given.Pod(pod => pod["spec"]!["containers"]![0]!["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = InjectNames.TokenVolume }));
        await PostAsync(Given.Review(Given.Pod()).ToJsonString(), counts);
        await PostAsync(Given.Review(Given.Pod()).ToJsonString(), counts);
        await PostAsync(Given.Review(reserved).ToJsonString(), counts);
        await PostAsync("{", counts);

        Assert.Equal([("injected", "", 2L), ("denied", "reserved_volume", 1L)], counts.All);
    }

    [Fact]
    public async Task HandleAsync_BeforeAnyPolicyWasRead_AsksToComeAgain()
    {
        var (_, answer) = await PostAsync(Given.Review(Given.Pod()).ToJsonString(), (_, _) => null);

        Assert.False(answer!["response"]!["allowed"]!.GetValue<bool>());
        Assert.Equal(503, answer["response"]!["status"]!["code"]!.GetValue<int>());
        Assert.StartsWith("aigateway.dev: policies_unread:", answer["response"]!["status"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aigateway-system", "enabled")]
    [InlineData("team-a", "disabled")]
    public async Task HandleAsync_PodThatIsNoneOfOursBeforeAnyPolicyWasRead_IsLetThrough(string space, string label)
    {
        var pod = Given.Pod(pod => pod["metadata"]!["labels"] = new JsonObject { ["aigateway.dev/inject"] = label });
        var (_, answer) = await PostAsync(Given.Review(pod, space).ToJsonString(), (_, _) => null);

        Assert.True(answer!["response"]!["allowed"]!.GetValue<bool>());
    }

    static Task<(int Status, JsonNode? Answer)> PostAsync(string body, PolicyLookup policies) => PostAsync(body, null, policies);

    static async Task<(int Status, JsonNode? Answer)> PostAsync(string body, InjectionCounts? counts = null, PolicyLookup? policies = null, PolicyCatchUp? catchUp = null)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        await new InjectEndpoint(Given.Options(), policies ?? Given.Servers(), catchUp ?? ((_, _) => Task.CompletedTask), counts ?? new(), NullLogger<InjectEndpoint>.Instance).HandleAsync(http);
        return (http.Response.StatusCode, answer.Length == 0 ? null : JsonNode.Parse(answer.ToArray()));
    }
}
