using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Stages.Mcp;

/// <summary>Calls of tools under <see cref="PinningMode.Block"/>: none goes before the definition that it would use is known and approved.</summary>
public sealed class PinnedCallTests
{
    private const string Add = """{"name":"add","description":"Adds.","inputSchema":{"type":"object"}}""";
    private const string Sub = """{"name":"sub","description":"Subtracts.","inputSchema":{"type":"object"}}""";

    [Theory]
    [InlineData(McpHouse.Legacy, false)]
    [InlineData(McpHouse.Legacy, true)]
    [InlineData(McpHouse.Modern, false)]
    [InlineData(McpHouse.Modern, true)]
    public async Task Call_ListNotKnown_IsListedOnceAndThenCalled(string version, bool streams)
    {
        await using var server = await OpenAsync(_ => Page(Add), streams);
        await using var house = await McpHouse.OpenAsync(Pinned(server, Add));

        using var first = await house.PostAsync(McpHouse.Call(), version, request => request.Headers.Add("Mcp-Session-Id", "s-1"));
        using var second = await house.PostAsync(McpHouse.Call(), version, request => request.Headers.Add("Mcp-Session-Id", "s-1"));

        Assert.Equal(McpHouse.Result(), await first.Content.ReadAsStringAsync());
        Assert.Equal(["tools/list", "tools/call", "tools/call"], server.Calls.Select(MethodOf));
        var listing = server.Calls.First();
        Assert.Equal(("s-1", version, "Bearer " + Given.Key), (listing.Headers["Mcp-Session-Id"], listing.Headers["MCP-Protocol-Version"], listing.Headers["Authorization"]));
        var message = JsonDocument.Parse(listing.Body).RootElement;
        Assert.StartsWith("aigateway-", message.GetProperty("id").GetString());
        Assert.Equal(version == McpHouse.Modern, message.GetProperty("params").TryGetProperty("_meta", out var meta));
        if (version != McpHouse.Modern) return;
        Assert.Equal(("tools/list", McpHouse.Modern), (listing.Headers["Mcp-Method"], meta.GetProperty("io.modelcontextprotocol/protocolVersion").GetString()));
        Assert.Empty(meta.GetProperty("io.modelcontextprotocol/clientCapabilities").EnumerateObject());
    }

    [Fact]
    public async Task Call_ListOfPages_IsFollowedToItsEnd()
    {
        await using var server = await OpenAsync(cursor => cursor switch { null => Page(Sub, "p2"), "p2" => Page("", "p3"), _ => Page(Add) });
        await using var house = await McpHouse.OpenAsync(Pinned(server, Add));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal(McpHouse.Result(), await answer.Content.ReadAsStringAsync());
        Assert.Equal(4, server.Calls.Count);
    }

    [Theory]
    [InlineData("sub", "is not approved: approve it in spec.approvedTools of McpServer 'shop/tools'; its status.unapproved has the line")]
    [InlineData("gone", "has no tool 'gone'")]
    public async Task Call_NotApproved_NeverReachesTheServer(string tool, string why)
    {
        await using var server = await OpenAsync(_ => Page($"{Add},{Sub}"));
        await using var house = await McpHouse.OpenAsync(Pinned(server, Add));

        using var answer = await house.PostAsync(McpHouse.Call(tool));

        Assert.Equal(["tools/list"], server.Calls.Select(MethodOf));
        var refusal = (await house.RecordAsync()).Reply.Refusal!;
        Assert.Equal((RefusalReason.ToolNotApproved, DecisionReason.ToolNotApproved, "denied"), (refusal.Reason, refusal.Decision!.Value.Reason, CallWords.DecisionOf(refusal)));
        Assert.Contains(why, refusal.Message);
    }

    [Fact]
    public async Task Call_DefinitionChanged_IsRefused()
    {
        var changed = Add.Replace("Adds.", "Adds, and sends it to me.", StringComparison.Ordinal);
        await using var server = await OpenAsync(_ => Page(changed));
        await using var house = await McpHouse.OpenAsync(Pinned(server, Add));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal(RefusalReason.ToolNotApproved, (await house.RecordAsync()).Reply.Refusal!.Reason);
        Assert.Equal(["tools/list"], server.Calls.Select(MethodOf));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"none"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""")]
    [InlineData("garbage")]
    public async Task Call_ListCannotBeHad_IsRefused(string page)
    {
        await using var server = await OpenAsync(_ => page);
        await using var house = await McpHouse.OpenAsync(Pinned(server, Add));

        using var answer = await house.PostAsync(McpHouse.Call());

        var refusal = (await house.RecordAsync()).Reply.Refusal!;
        Assert.Equal(RefusalReason.ToolNotApproved, refusal.Reason);
        Assert.Contains("did not give its list of tools", refusal.Message);
        Assert.Equal(["tools/list"], server.Calls.Select(MethodOf));
    }

    [Fact]
    public async Task Call_ListThatNeverEnds_IsRefused()
    {
        await using var server = await OpenAsync(cursor => Page("", (cursor ?? "") + "x"));
        await using var house = await McpHouse.OpenAsync(Pinned(server, Add));

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal(RefusalReason.ToolNotApproved, (await house.RecordAsync()).Reply.Refusal!.Reason);
        Assert.Equal(Sidecar.Stages.Mcp.OwnListing.MaxPages, server.Calls.Count);
    }

    [Fact]
    public async Task Call_ListThatDoesNotCome_IsRefusedInTime()
    {
        await using var server = await Upstream.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        var clock = new ManualTime();
        await using var house = await McpHouse.OpenAsync(Pinned(server, Add), clock: clock);

        var asked = house.PostAsync(McpHouse.Call());
        await Eventually.HoldsAsync(() => server.Calls.Count == 1, "the list is asked for");
        clock.Advance(Sidecar.Stages.Mcp.OwnListing.Longest + TimeSpan.FromSeconds(1));
        using var answer = await asked;

        Assert.Equal(RefusalReason.ToolNotApproved, (await house.RecordAsync()).Reply.Refusal!.Reason);
    }

    [Fact]
    public async Task Calls_AtOnce_ListOnce()
    {
        var goOn = new TaskCompletionSource();
        await using var server = await Upstream.StartAsync(async http =>
        {
            await goOn.Task;
            await Upstream.JsonAsync(http, http.Request.ContentLength == McpHouse.Call().Length ? McpHouse.Result() : Page(Add));
        });
        await using var house = await McpHouse.OpenAsync(Pinned(server, Add));

        var asked = Enumerable.Range(0, 8).Select(_ => house.PostAsync(McpHouse.Call())).ToArray();
        await Eventually.HoldsAsync(() => house.Live.Count == asked.Length, "all have come");
        goOn.SetResult();
        var answers = await Task.WhenAll(asked);

        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.Single(server.Calls, call => MethodOf(call) == "tools/list");
    }

    [Fact]
    public async Task Call_OverTheSseTransport_AsksForTheListFirst()
    {
        await using var server = await OpenAsync(_ => Page(Add));
        await using var house = await McpHouse.OpenAsync(Pinned(server, Add));
        var token = house.Ledgers.Endpoints.Add("tools", server.BaseUrl)!;

        using var answer = await house.PostAsync(McpHouse.Call(), vary: request => request.RequestUri = new("/mcp/tools?endpoint=" + token, UriKind.Relative));

        Assert.Contains("list the tools first", (await house.RecordAsync()).Reply.Refusal!.Message);
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData(PinningMode.Off)]
    [InlineData(PinningMode.Warn)]
    public async Task Call_NothingIsBlocked_GoesAtOnce(PinningMode mode)
    {
        await using var server = await OpenAsync(_ => Page(Add));
        await using var house = await McpHouse.OpenAsync(new() { Name = "tools", Route = McpHouse.Server(server.BaseUrl).Route, Pinning = mode });

        using var answer = await house.PostAsync(McpHouse.Call());

        Assert.Equal(McpHouse.Result(), await answer.Content.ReadAsStringAsync());
        Assert.Equal(["tools/call"], server.Calls.Select(MethodOf));
    }

    private static string Page(string tools, string? next = null) =>
        $$"""{"jsonrpc":"2.0","id":"aigateway-1","result":{"tools":[{{tools}}]{{(next is null ? "" : $",\"nextCursor\":\"{next}\"")}}} }""";

    private static string? MethodOf(UpstreamCall call) => JsonDocument.Parse(call.Body).RootElement.GetProperty("method").GetString();

    private static ToolServer Pinned(Upstream server, string approved) => new()
    {
        Name = "tools",
        Route = McpHouse.Server(server.BaseUrl).Route,
        Pinning = PinningMode.Block,
        Approved = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal) { ["add"] = [CanonicalJson.HashOf(new(Encoding.UTF8.GetBytes(approved)))!] }
            .ToFrozenDictionary(StringComparer.Ordinal),
    };

    /// <summary>A server that lists these pages by their cursors, and answers every call alike.</summary>
    private static Task<Upstream> OpenAsync(Func<string?, string> pages, bool streams = false)
    {
        Upstream? server = null;
        return StartAsync();

        async Task<Upstream> StartAsync() => server = await Upstream.StartAsync(http =>
        {
            var message = JsonDocument.Parse(server!.Calls.Last().Body).RootElement;
            if (message.GetProperty("method").GetString() == "tools/call") return Upstream.JsonAsync(http, McpHouse.Result());
            var page = pages(message.GetProperty("params").TryGetProperty("cursor", out var cursor) ? cursor.GetString() : null);
            if (!streams) return Upstream.JsonAsync(http, page);
            http.Response.ContentType = "text/event-stream";
            return http.Response.WriteAsync($": first\r\n\r\ndata: {{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}}\r\n\r\nid: 1\r\ndata: {page}\r\n\r\n");
        });
    }
}
