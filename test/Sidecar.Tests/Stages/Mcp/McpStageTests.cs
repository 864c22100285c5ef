using System.Net;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Mcp;

/// <summary>Requests to a tool server and what comes back as one message or as a status.</summary>
public sealed class McpStageTests
{
    [Fact]
    public async Task Post_JsonAnswer_PassesAsItCame()
    {
        await using var server = await Upstream.OfJsonAsync(McpHouse.Result());
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal(McpHouse.Result(), await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.OK, "application/json", (long?)McpHouse.Result().Length),
            (answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Content.Headers.ContentLength));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(("/v1", McpHouse.Call()), (server.Call.Path, server.Call.Text));
        var reply = (await house.RecordAsync()).Reply;
        Assert.Equal((ReplyEnd.Completed, 200, McpHouse.Result().Length, 1), (reply.End, reply.Attempts.Single().Status, (int)reply.BytesOut, reply.Mcp!.Messages));
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Post_Headers_PassByTheList()
    {
        await using var server = await Upstream.OfJsonAsync(McpHouse.Result());
        await using var house = await McpHouse.OpenAsync(Routed(server, [new() { Name = "X-Team", Value = new("blue") }]));

        using var answer = await house.PostAsync(McpHouse.Call(), McpHouse.Modern, request =>
        {
            foreach (var name in (string[])["Mcp-Method", "Mcp-Name", "Mcp-Param-Region", "traceparent", "tracestate", "baggage", "User-Agent"]) request.Headers.TryAddWithoutValidation(name, "passes");
            foreach (var name in (string[])["Authorization", "Cookie", "Origin", "X-Team", "X-Other", "Last-Event-ID", "Proxy-Authorization", "Forwarded"]) request.Headers.TryAddWithoutValidation(name, "agent");
        });

        var headers = server.Call.Headers;
        Assert.All((string[])["Mcp-Method", "Mcp-Name", "Mcp-Param-Region", "traceparent", "tracestate", "baggage", "User-Agent"], name => Assert.Equal("passes", headers[name]));
        Assert.DoesNotContain("agent", headers.Values);
        Assert.Equal(("Bearer " + Given.Key, "blue", "identity", McpHouse.Modern), (headers["Authorization"], headers["X-Team"], headers["Accept-Encoding"], headers["MCP-Protocol-Version"]));
        Assert.Equal(server.BaseUrl.Authority, headers["Host"]);
        Assert.Equal(("application/json", "application/json, text/event-stream"), (headers["Content-Type"], headers["Accept"]));
    }

    [Fact]
    public async Task Post_Unauthenticated_SendsNoKey()
    {
        await using var server = await Upstream.OfJsonAsync(McpHouse.Result());
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl, target => Vary(target, unauthenticated: true)));

        using var answer = await house.PostAsync(McpHouse.Call(), vary: request => request.Headers.TryAddWithoutValidation("Authorization", "Bearer mine"));

        Assert.DoesNotContain("Authorization", server.Call.Headers.Keys);
    }

    [Fact]
    public async Task Post_KeyHasEnded_IsRefusedUnsent()
    {
        await using var server = await Upstream.OfJsonAsync(McpHouse.Result());
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl, target => Vary(target, keyExpiresAt: DateTimeOffset.UnixEpoch)));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Contains("provider_unauthorized", await answer.Content.ReadAsStringAsync());
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("POST", 202)]
    [InlineData("POST", 404)]
    [InlineData("POST", 400)]
    [InlineData("GET", 405)]
    [InlineData("GET", 406)]
    [InlineData("DELETE", 200)]
    [InlineData("DELETE", 204)]
    [InlineData("DELETE", 405)]
    public async Task StatusWithoutJson_PassesAlone(string method, int status)
    {
        await using var server = await Upstream.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "text/plain";
            http.Response.Headers.Allow = "POST";
            return status == 204 ? Task.CompletedTask : http.Response.WriteAsync("words of the server");
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await (method switch { "GET" => house.GetAsync(), "DELETE" => house.DeleteAsync(), _ => house.PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""") });

        Assert.Equal((status, ""), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
        Assert.Equal(method, server.Call.Method);
        Assert.Equal(ReplyEnd.Completed, (await house.RecordAsync()).Reply.End);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task ErrorWithJson_PassesWithItsStatus(int status)
    {
        const string Error = """{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}""";
        await using var server = await Upstream.OfJsonAsync(Error, status);
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal((status, Error), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Session_OfTheAnswer_ReachesTheAgentAndComesBack()
    {
        await using var server = await Upstream.StartAsync(http =>
        {
            http.Response.Headers["Mcp-Session-Id"] = "s-1";
            http.Response.Headers["MCP-Protocol-Version"] = McpHouse.Legacy;
            http.Response.Headers.SetCookie = "a=b";
            http.Response.Headers["X-Server"] = "inside";
            http.Response.Headers.CacheControl = "public, max-age=60";
            return Upstream.JsonAsync(http, McpHouse.Result());
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var first = await house.PostAsync(McpHouse.Call());
        using var second = await house.DeleteAsync(request => request.Headers.Add("Mcp-Session-Id", first.Headers.GetValues("Mcp-Session-Id")));

        Assert.Equal(("s-1", McpHouse.Legacy), (first.Headers.GetValues("Mcp-Session-Id").Single(), first.Headers.GetValues("MCP-Protocol-Version").Single()));
        Assert.Equal("s-1", server.Calls.Last().Headers["Mcp-Session-Id"]);
        Assert.False(first.Headers.Contains("Set-Cookie") || first.Headers.Contains("X-Server"));
        Assert.Equal("no-store", first.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Session_OfTheAnswer_IsTheOneThatItsQuestionsBelongTo()
    {
        await using var server = await Upstream.StartAsync(http =>
        {
            http.Response.Headers["Mcp-Session-Id"] = "s-1";
            if (http.Request.Headers.ContainsKey("Mcp-Session-Id"))
            {
                http.Response.StatusCode = 202;
                return Task.CompletedTask;
            }

            http.Response.ContentType = "text/event-stream";
            return Upstream.EventAsync(http, """{"jsonrpc":"2.0","id":"q","method":"ping"}""");
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var first = await house.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""");
        Assert.Contains("ping", await first.Content.ReadAsStringAsync());
        using var second = await house.PostAsync("""{"jsonrpc":"2.0","id":"q","result":{}}""", vary: request => request.Headers.Add("Mcp-Session-Id", "s-1"));

        Assert.Equal(202, (int)second.StatusCode);
    }

    [Theory]
    [InlineData(200, "text/plain", "fine")]
    [InlineData(200, "application/json; charset=utf-16", "{}")]
    [InlineData(200, "application/json", "")]
    [InlineData(204, "application/json", "")]
    public async Task Request_AnswerIsNone_IsRefused(int status, string type, string body)
    {
        await using var server = await Upstream.StartAsync(http =>
        {
            (http.Response.StatusCode, http.Response.ContentType) = (status, type);
            return body.Length == 0 ? Task.CompletedTask : http.Response.WriteAsync(body);
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal(502, (int)answer.StatusCode);
        var reply = (await house.RecordAsync()).Reply;
        Assert.Equal((RefusalReason.ServerAnswerInvalid, ReplyEnd.Failed), (reply.Refusal!.Reason, reply.End));
        Assert.Contains("'shop/tools'", reply.Refusal.Message);
    }

    [Fact]
    public async Task Server_NotThere_IsAFailure()
    {
        using var nobody = new DeafPort();
        var url = nobody.BaseUrl;
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(url));

        using var answer = await house.PostAsync(McpHouse.Call());

        var reply = (await house.RecordAsync()).Reply;
        Assert.Equal((RefusalReason.ProviderFailed, ReplyEnd.Failed, "connect"), (reply.Refusal!.Reason, reply.End, reply.Attempts.Single().Error));
        Assert.DoesNotContain(url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), reply.Refusal.Message);
    }

    [Fact]
    public async Task Server_Silent_TimesOutAndIsToldSo()
    {
        await using var server = await Upstream.StartAsync(http => http.Request.ContentLength == McpHouse.Call().Length ? Task.Delay(Timeout.Infinite, http.RequestAborted) : Task.CompletedTask);
        var clock = new ManualTime();
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl), clock: clock);

        var asking = house.PostAsync(McpHouse.Call());
        await Eventually.HoldsAsync(() => server.Calls.Count == 1, "the server has the call");
        clock.Advance(TimeSpan.FromMinutes(11));
        using var answer = await asking;

        var reply = (await house.RecordAsync()).Reply;
        Assert.Equal((RefusalReason.ProviderTimeout, "timeout"), (reply.Refusal!.Reason, reply.Attempts.Single().Error));
        await house.WhenQuietAsync();
        Assert.Contains("notifications/cancelled\",\"params\":{\"requestId\":1,", server.Calls.Last().Text);
    }

    private static ToolServer Routed(Upstream server, McpHeaderRule[] headers) => new() { Name = "tools", Route = McpHouse.Server(server.BaseUrl).Route, Headers = [.. headers] };

    private static Provider Vary(Target target, bool unauthenticated = false, DateTimeOffset? keyExpiresAt = null) => new()
    {
        Name = target.Provider.Name,
        Kind = target.Provider.Kind,
        Dialect = target.Provider.Dialect,
        BaseUrl = target.Provider.BaseUrl,
        KeyHeader = target.Provider.KeyHeader,
        KeyValue = target.Provider.KeyValue,
        Http = target.Provider.Http,
        Unauthenticated = unauthenticated,
        KeyExpiresAt = keyExpiresAt,
    };
}
