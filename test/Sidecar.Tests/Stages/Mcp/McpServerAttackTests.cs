using System.Net;
using System.Text;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Mcp;

/// <summary>What a hostile tool server tries, each refused.</summary>
public sealed class McpServerAttackTests
{
    [Theory]
    [InlineData(301, "POST")]
    [InlineData(302, "GET")]
    [InlineData(303, "POST")]
    [InlineData(307, "POST")]
    [InlineData(308, "DELETE")]
    public async Task Redirect_ToAnotherHost_IsNotFollowed(int status, string method)
    {
        await using var other = await Upstream.OfJsonAsync(McpHouse.Result());
        await using var server = await Upstream.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = other.BaseUrl.AbsoluteUri;
            return Task.CompletedTask;
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await (method switch { "GET" => house.GetAsync(), "DELETE" => house.DeleteAsync(), _ => house.PostAsync(McpHouse.Call()) });

        Assert.Equal((502, null), ((int)answer.StatusCode, answer.Headers.Location));
        Assert.Empty(other.Calls);
        Assert.Equal((RefusalReason.ServerRedirected, ReplyEnd.Failed), ((await house.RecordAsync()).Reply.Refusal!.Reason, house.Records.Single().Reply.End));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Challenge_OfTheServersAuthorization_DoesNotReachTheAgent(int status)
    {
        await using var server = await Upstream.StartAsync(http =>
        {
            http.Response.Headers.WWWAuthenticate = "Bearer resource_metadata=\"http://evil.example/meta\"";
            return Upstream.JsonAsync(http, """{"error":"http://evil.example"}""", status);
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal((502, 0), ((int)answer.StatusCode, answer.Headers.WwwAuthenticate.Count));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("evil", text);
        Assert.Contains("provider_unauthorized", text);
    }

    [Fact]
    public async Task AgentsOwnCredential_IsNotForwarded()
    {
        await using var server = await Upstream.OfJsonAsync(McpHouse.Result());
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call(), vary: request => request.Headers.Add("Authorization", "Bearer of-the-agent"));

        Assert.Equal("Bearer " + Given.Key, server.Call.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("s 1")]
    [InlineData("s-1", "s-2")]
    [InlineData("long")]
    public async Task SessionId_ThatIsNone_IsRefused(params string[] ids)
    {
        await using var server = await Upstream.StartAsync(http =>
        {
            http.Response.Headers["Mcp-Session-Id"] = ids is ["long"] ? new string('s', 1025) : ids;
            return Upstream.JsonAsync(http, McpHouse.Result());
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.False(answer.Headers.Contains("Mcp-Session-Id"));
        Assert.Contains("server_answer_invalid", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_ThatNeverEnds_IsCutOff(bool saysLength)
    {
        var gone = new TaskCompletionSource();
        await using var server = await Upstream.StartAsync(async http =>
        {
            http.RequestAborted.Register(() => gone.TrySetResult());
            http.Response.ContentType = "application/json";
            if (saysLength) http.Response.ContentLength = long.MaxValue;
            var piece = Encoding.ASCII.GetBytes(new string('[', 64 * 1024));
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(piece, http.RequestAborted);
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Contains("server_answer_invalid", await answer.Content.ReadAsStringAsync());
        await gone.Task.WithinBoundAsync();
        await house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("data: ")]
    [InlineData(": ")]
    public async Task Event_LargerThanTheBound_EndsTheStream(string start)
    {
        await using var server = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(start);
            var piece = Encoding.ASCII.GetBytes(new string('[', 64 * 1024));
            for (var sent = 0; sent <= 2 * AnswerGate.MaxMessage; sent += piece.Length) await http.Response.Body.WriteAsync(piece, http.RequestAborted);
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());
        var text = await answer.Content.ReadAsStringAsync();

        Assert.DoesNotContain("[[[[", text);
        Assert.Equal((RefusalReason.ServerAnswerInvalid, ReplyEnd.Cut), ((await house.RecordAsync()).Reply.Refusal!.Reason, house.Records.Single().Reply.End));
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Answer_InACodingThatHidesIt_IsRefused()
    {
        await using var server = await Upstream.StartAsync(http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            return Upstream.JsonAsync(http, McpHouse.Result());
        });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(server.BaseUrl));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Contains("server_answer_invalid", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("http://169.254.169.254/mcp", "169.254.169.254")]
    [InlineData("http://tools.example/mcp", "169.254.169.254")]
    [InlineData("http://tools.example/mcp", "127.0.0.1")]
    [InlineData("http://tools.example/mcp", "fd00:ec2::254")]
    public async Task Url_ThatLeadsToMetadataOrLoopback_IsNotDialled(string url, string address)
    {
        var connections = new ProviderConnections(new(), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));
        var http = connections.Get(new() { Origin = new(new Uri(url).GetLeftPart(UriPartial.Authority)) });
        await using var house = await McpHouse.OpenAsync(McpHouse.Server(new(url), target => new()
        {
            Name = target.Provider.Name,
            Kind = target.Provider.Kind,
            Dialect = target.Provider.Dialect,
            BaseUrl = target.Provider.BaseUrl,
            KeyHeader = target.Provider.KeyHeader,
            KeyValue = target.Provider.KeyValue,
            Http = http,
        }));

        using var answer = await house.PostAsync(McpHouse.Call());

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("provider_failed", text);
        Assert.DoesNotContain(address, text);
    }
}
