using System.Collections.Frozen;
using System.Net;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What nothing can look at does not pass where something would have to.</summary>
public sealed class GuardedUnreadTests
{
    [Theory]
    [InlineData(GuardAction.Deny, GuardPlace.Input)]
    [InlineData(GuardAction.Mask, GuardPlace.Output)]
    public async Task Form_UnderBitingCheck_IsRefused(GuardAction action, GuardPlace place)
    {
        await using var provider = await Upstream.OfJsonAsync("{}");
        await using var house = await SidecarHouse.OpenAsync(GivenGuards.Fast(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", action, place)));

        var answer = await house.Agent.PostAsync("/openai/v1/audio/transcriptions", Form());

        var (code, message, _) = await SidecarHouse.ErrorOfAsync(answer);
        Assert.Equal((HttpStatusCode.BadRequest, "guardrail_denied"), (answer.StatusCode, code));
        Assert.Equal($"What this call carries passes the gateway unread, so the guardrail 'shop/words' (checks[0], words) cannot look at its {place.ToString().ToLowerInvariant()} and refuses it.", message);
        Assert.Empty(provider.Calls);
    }

    [Fact]
    public async Task Form_UnderCheckOfPlaceThatItHasNot_Passes()
    {
        await using var provider = await Upstream.OfJsonAsync("{}");
        await using var house = await SidecarHouse.OpenAsync(GivenGuards.Fast(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Deny, GuardPlace.ToolResult)));

        Assert.Equal(HttpStatusCode.OK, (await house.Agent.PostAsync("/openai/v1/audio/transcriptions", Form())).StatusCode);
    }

    [Fact]
    public async Task Form_UnderCheckThatRecords_PassesAndIsRecorded()
    {
        await using var provider = await Upstream.OfJsonAsync("{}");
        await using var house = await SidecarHouse.OpenAsync(GivenGuards.Fast(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Flag, GuardPlace.Input)));

        Assert.Equal(HttpStatusCode.OK, (await house.Agent.PostAsync("/openai/v1/audio/transcriptions", Form())).StatusCode);

        var found = (await house.Records.SingleAsync()).GetProperty("guard")[0];
        Assert.Equal(("UNREAD", "input", "flag"), (found.GetProperty("label").GetString(), found.GetProperty("place").GetString(), found.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task Realtime_UnderBitingCheck_IsRefused()
    {
        await using var provider = await Upstream.OfJsonAsync("{}");
        await using var house = await SidecarHouse.OpenAsync(GivenGuards.Fast(Given.Target(provider.BaseUrl), WordCheck.Of("zebra", GuardAction.Deny, GuardPlace.SystemPrompt)));

        var answer = await house.Agent.GetAsync("/openai/v1/realtime?model=fast");

        Assert.Equal("guardrail_denied", (await SidecarHouse.ErrorOfAsync(answer)).Code);
    }

    [Theory]
    [InlineData("POST", "/openai/v1/files", GuardPlace.Input, false)]
    [InlineData("POST", "/openai/v1/batches", GuardPlace.ToolDefinition, false)]
    [InlineData("GET", "/openai/v1/files/f/content", GuardPlace.Output, false)]
    [InlineData("GET", "/openai/v1/files/f/content", GuardPlace.Input, true)]
    [InlineData("DELETE", "/openai/v1/files/f", GuardPlace.Output, true)]
    public async Task Endpoint_UnderBitingCheck_IsRefusedWhereItCouldCarryThePlace(string method, string path, GuardPlace place, bool passes)
    {
        await using var provider = await Upstream.OfJsonAsync("""{"id":"f"}""");
        await using var house = await SidecarHouse.OpenAsync(Open(provider, WordCheck.Of("zebra", GuardAction.Mask, place)));
        var request = new HttpRequestMessage(new(method), path);
        if (method == "POST") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");

        var answer = await house.Agent.SendAsync(request);

        if (passes) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        else Assert.Equal("guardrail_denied", (await SidecarHouse.ErrorOfAsync(answer)).Code);
        Assert.Equal(passes ? 1 : 0, provider.Calls.Count);
    }

    private static MultipartFormDataContent Form() => new() { { new StringContent("fast"), "\"model\"" }, { new ByteArrayContent(new byte[10]), "\"file\"", "\"a.wav\"" } };

    private static Snapshot Open(Upstream provider, params TextCheck[] checks)
    {
        var target = Given.Target(provider.BaseUrl);
        return new()
        {
            Agent = Given.Agent,
            Revision = "r1",
            Sources = [],
            Rules = new([Given.Policy("base", "fast") with { Endpoints = [.. new[] { "files", "batches" }.Select(name => new EndpointRule { Name = name, Provider = "shop/main" })] }]),
            Routes = new([]),
            Endpoints = new Dictionary<string, ModelRoute> { ["shop/main"] = ModelRoute.OfEndpoint(target.Provider, new([.. checks])) }.ToFrozenDictionary(),
        };
    }
}
