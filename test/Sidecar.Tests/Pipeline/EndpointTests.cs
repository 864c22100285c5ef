using System.Collections.Frozen;
using System.Net;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Endpoints that a policy names pass unread, with the account's key and nothing of the agent's own; others do not.</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private Upstream _provider = null!;
    private SidecarHouse _house = null!;
    private string _answer = """{"id":"file-1"}""";
    private int _status = 200;

    public async ValueTask InitializeAsync()
    {
        _provider = await Upstream.StartAsync(async http =>
        {
            http.Response.Headers["openai-organization"] = "org-secret";
            http.Response.Headers["x-request-id"] = "r1";
            await Upstream.JsonAsync(http, _answer, _status);
        });
        _house = await SidecarHouse.OpenAsync(Open(["files", "/openai/v1/videos"]));
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/openai/v1/files?limit=2&after=file-0", "/v1/files", "?limit=2&after=file-0")]
    [InlineData("POST", "/openai/v1/files", "/v1/files", "")]
    [InlineData("DELETE", "/openai/v1/files/file-1", "/v1/files/file-1", "")]
    [InlineData("GET", "/openai/v1/videos/v1/content", "/v1/videos/v1/content", "")]
    public async Task Endpoint_Named_PassesAsItIs(string method, string path, string below, string query)
    {
        var request = new HttpRequestMessage(new(method), path);
        if (method == "POST") request.Content = new StringContent("unread \0 bytes", Encoding.UTF8, "text/x-own");
        request.Headers.Add("Authorization", "Bearer sk-of-the-agent");
        request.Headers.Add("Cookie", "a=b");
        request.Headers.Add("OpenAI-Beta", "assistants=v2");

        var answer = await _house.Agent.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, _answer), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal((method, below, query), (_provider.Call.Method, _provider.Call.Path, _provider.Call.Query));
        Assert.Equal(("Bearer " + Given.Key, "assistants=v2", false), (_provider.Call.Headers["Authorization"], _provider.Call.Headers["OpenAI-Beta"], _provider.Call.Headers.ContainsKey("Cookie")));
        Assert.Equal(method == "POST" ? "unread \0 bytes" : "", _provider.Call.Text);
        Assert.Equal(("r1", false), (answer.Headers.GetValues("x-request-id").Single(), answer.Headers.Contains("openai-organization")));
    }

    [Fact]
    public async Task Endpoint_Passed_IsAccountedAndAudited()
    {
        await _house.Agent.PostAsync("/openai/v1/files", new StringContent("12345"));

        var record = await _house.Records.SingleAsync();
        Assert.Equal(("allowed", "endpoint", "shop/files", "files", "completed"), (
            record.GetProperty("decision").GetString(), record.GetProperty("gen_ai.operation.name").GetString(), record.GetProperty("policy").GetString(),
            record.GetProperty("rule").GetString(), record.GetProperty("ended").GetString()));
        Assert.Equal((5, _answer.Length), (record.GetProperty("bytesIn").GetInt32(), record.GetProperty("bytesOut").GetInt32()));
    }

    [Theory]
    [InlineData("/openai/v1/batches")]
    [InlineData("/openai/v1/videosx")]
    [InlineData("/anthropic/v1/messages/batches")]
    [InlineData("/bedrock/model/m/invoke")]
    public async Task Endpoint_NotNamed_IsRefusedWithTheFieldToChange(string path)
    {
        var answer = await _house.Agent.GetAsync(path);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("endpoints", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(_provider.Calls);
    }

    [Theory]
    [InlineData("/openai/v1/files?key=stolen&API-Key=x&limit=1", "?limit=1")]
    [InlineData("/openai/v1/files?%6bey=stolen", "")]
    public async Task Query_Keys_StayHere(string path, string expected)
    {
        await _house.Agent.GetAsync(path);

        Assert.Equal(expected, _provider.Call.Query);
    }

    [Fact]
    public async Task Provider_RefusesTheKey_AgentIsNotShownWhy()
    {
        (_status, _answer) = (401, $$$"""{"error":{"message":"bad key {{{Given.Key}}}"}}""");

        var answer = await _house.Agent.GetAsync("/openai/v1/files");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.DoesNotContain(Given.Key, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"no such file\"}}", 404)]
    [InlineData("the key is " + Given.Key, 502)]
    public async Task Provider_Error_PassesUnlessItHoldsTheKey(string body, int status)
    {
        (_status, _answer) = (404, body);

        var answer = await _house.Agent.GetAsync("/openai/v1/files/x");

        Assert.Equal((status, status == 404), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync() == body));
    }

    [Fact]
    public async Task Provider_Unreachable_Is502()
    {
        await _provider.DisposeAsync();

        Assert.Equal(HttpStatusCode.BadGateway, (await _house.Agent.GetAsync("/openai/v1/files")).StatusCode);
        Assert.Equal("failed", (await _house.Records.SingleAsync()).GetProperty("ended").GetString());
    }

    [Fact]
    public async Task Request_UsesAFileOfTheAccount_NeedsItsEndpoint()
    {
        const string Body = """{"model":"fast","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""";

        Assert.Equal(HttpStatusCode.OK, (await _house.ChatAsync(Body)).StatusCode);
        _house.Snapshots.Swap(Open([]));
        Assert.Equal("endpoint_not_allowed", (await SidecarHouse.ErrorOfAsync(await _house.ChatAsync(Body))).Code);
    }

    [Fact]
    public async Task LiveCall_EndpointClosed_IsCut()
    {
        var begun = new TaskCompletionSource();
        await using var slow = await Upstream.StartAsync(async http =>
        {
            await http.Response.WriteAsync("first");
            await http.Response.Body.FlushAsync();
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        _house.Snapshots.Swap(Open(["files"], slow));
        var answer = await _house.Agent.GetAsync("/openai/v1/files/f/content", HttpCompletionOption.ResponseHeadersRead);
        await begun.Task;

        _house.Snapshots.Swap(Open([], slow));

        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("cut", (await _house.Records.SingleAsync()).GetProperty("ended").GetString());
    }

    private Snapshot Open(string[] endpoints, Upstream? provider = null)
    {
        var target = Given.Target((provider ?? _provider).BaseUrl);
        var policy = Given.Policy("files", "fast") with { Endpoints = [.. endpoints.Select(name => new EndpointRule { Name = name, Provider = "shop/main" })] };
        return new()
        {
            Agent = Given.Agent,
            Revision = "r1",
            Sources = [],
            Rules = new([policy]),
            Routes = new([Given.Route(["fast"], target)]),
            Endpoints = new Dictionary<string, ModelRoute> { ["shop/main"] = ModelRoute.OfEndpoint(target.Provider, AiGateway.Sidecar.Guards.GuardPlan.Empty) }.ToFrozenDictionary(),
        };
    }
}
