using System.Net;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>What a bundle says of tool servers: built whole, or refused with a reason that quotes no key.</summary>
public sealed class ServerCheckTests
{
    private static readonly string s_pin = new('a', 64);
    private readonly SnapshotBuilder _builder = new(new ProviderConnections(new(), (_, _) => Task.FromResult<IPAddress[]>([])));

    public static TheoryData<string, Func<McpServerRule, McpServerRule>> Faults => new()
    {
        { "the name cannot be a segment", server => server with { Name = ".." } },
        { "the name cannot be a segment", server => server with { Name = "a/b" } },
        { "the name cannot be a segment", server => server with { Name = "" } },
        { "the name cannot be a segment", server => server with { Name = "*" } },
        { "unknown dialect openai", server => server with { Account = server.Account with { Dialect = "openai" } } },
        { "not an absolute http or https URL", server => At(server, "ftp://mcp.example.com/") },
        { "must not hold user information", server => At(server, "https://u@mcp.example.com/mcp") },
        { "must not hold user information", server => At(server, "https://mcp.example.com/mcp?x=1") },
        { "the key is not opened for https://other.example.com", server => At(server, "https://other.example.com/mcp") },
        { "the host is a metadata service", server => Open(At(server, "http://metadata.google.internal/mcp")) },
        { "the address is a metadata service", server => Open(At(server, "http://169.254.169.254/mcp")) },
        { "the address is a metadata service", server => Open(At(server, "http://[::ffff:169.254.169.254]/mcp")) },
        { "the address is a metadata service", server => Open(At(server, "http://2852039166/mcp")) },
        { "the headers are not opened", server => Header(Open(server), "X-Key", "secret") },
        { "a header has a name", server => Header(server, "Host", "x") },
        { "a header has a name", server => Header(server, "MCP-Session-Id", "x") },
        { "a header has a name", server => Header(server, "authorization", "x") },
        { "a header has a name", server => Header(server, "X Y", "x") },
        { "a header's value", server => Header(server, "X-Key", "secret\r\nX: y") },
        { "a header's value", server => Header(server, "X-Key", "") },
        { "a header stands twice", server => server with { Headers = [new() { Name = "X-Key", Value = new("a") }, new() { Name = "x-key", Value = new("b") }] } },
        { "approvedTools holds what is no pin", server => server with { ApprovedTools = ["search@sha256:1234"] } },
        { "unknown transport", server => server with { Transport = (McpTransport)9 } },
        { "unknown pinning", server => server with { Pinning = (PinningMode)9 } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Build_ServerThatIsUnfit_IsRefusedWithoutAKey(string reason, Func<McpServerRule, McpServerRule> vary)
    {
        var outcome = _builder.Build(GivenBundle.With(rules => rules with { McpServers = [vary(GivenBundle.Server())] }));

        Assert.Null(outcome.Snapshot);
        Assert.Contains(outcome.Reasons, text => text.Contains(reason, StringComparison.Ordinal));
        Assert.All(outcome.Reasons, text => Assert.DoesNotContain("secret", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_TwoServersOfOneName_IsRefused() =>
        Assert.Contains("tool server github stands twice", _builder.Build(GivenBundle.With(rules => rules with { McpServers = [GivenBundle.Server(), GivenBundle.Server()] })).Reasons);

    [Theory]
    [InlineData("a rule of mcp names no server", "", "x", null)]
    [InlineData("mcp[github]: an entry is empty", "github", "", null)]
    [InlineData("mcp[github]: when, ", "github", "x", "arguments.amount <")]
    [InlineData("mcp[github]: when, ", "github", "x", "request.model == 'x'")]
    public void Build_RuleThatIsUnfit_IsRefused(string reason, string server, string tool, string? when)
    {
        var policy = GivenTools.Policy("p", GivenTools.Rule(server) with { AllowTools = [tool], When = when });

        var outcome = _builder.Build(GivenBundle.With(rules => rules with { Agent = new() { Policies = [policy] } }));

        Assert.Contains(outcome.Reasons, text => text.StartsWith($"policy shop/p: {reason}", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_RuleForAServerThatIsNotThere_IsKept()
    {
        var policy = GivenTools.Policy("p", GivenTools.Allow("x"), GivenTools.Rule("gone") with { DenyTools = ["y"] });

        Assert.NotNull(_builder.Build(GivenBundle.With(rules => rules with { Agent = new() { Policies = [policy] } })).Snapshot);
    }

    [Fact]
    public void Build_Server_IsReadyToBeCalled()
    {
        var expiry = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var rule = GivenBundle.Server(server => server with
        {
            Account = server.Account with { KeyExpiresAt = expiry, BaseUrl = "https://mcp.example.com/mcp/" },
            Headers = [new() { Name = "X-Tenant", Value = new("acme") }],
            Pinning = PinningMode.Block,
            Transport = McpTransport.Sse,
            ApprovedTools = [$"search@sha256:{s_pin}", $"search@sha256:{s_pin.Replace('a', 'b')}", $"{ToolPin.Instructions}@sha256:{s_pin}"],
        });

        var server = _builder.Build(GivenBundle.With(rules => rules with { McpServers = [rule] })).Snapshot!.Servers["github"];

        Assert.Equal(("team/github", "https://mcp.example.com/mcp/", expiry), (server.Provider.Name, server.Provider.BaseUrl.AbsoluteUri, server.Provider.KeyExpiresAt));
        Assert.Equal("Bearer " + GivenBundle.Key, server.Provider.KeyValue.Reveal());
        Assert.Equal((McpTransport.Sse, PinningMode.Block, "X-Tenant"), (server.Transport, server.Pinning, server.Headers.Single().Name));
        Assert.True(server.Approves("search", s_pin) && server.Approves("search", s_pin.Replace('a', 'b')) && server.Approves(ToolPin.Instructions, s_pin));
        Assert.False(server.Approves("other", s_pin));
    }

    [Fact]
    public void Build_ServerAndProviderOfOneHost_ShareTheConnections()
    {
        var snapshot = _builder.Build(GivenBundle.With(rules => rules with
        {
            McpServers = [At(GivenBundle.Server(), "https://api.openai.com/mcp") with { Account = GivenBundle.Server().Account with { BaseUrl = "https://api.openai.com/mcp", AllowedHosts = ["api.openai.com"] } }],
        })).Snapshot!;

        Assert.Same(snapshot.Routes.Find("fast")!.Targets[0].Provider.Http, snapshot.Servers["github"].Provider.Http);
    }

    [Fact]
    public void Build_ServerWithoutCredential_NeedsNoList() =>
        Assert.True(_builder.Build(GivenBundle.With(rules => rules with { McpServers = [Open(At(GivenBundle.Server(), "http://127.0.0.1:8080/mcp"))] })).Snapshot!.Servers["github"].Provider.Unauthenticated);

    private static McpServerRule At(McpServerRule server, string url) => server with { Account = server.Account with { BaseUrl = url } };

    private static McpServerRule Open(McpServerRule server) => server with { Account = server.Account with { Unauthenticated = true, Key = new(""), AllowedHosts = [] }, Headers = null };

    private static McpServerRule Header(McpServerRule server, string name, string value) => server with { Headers = [new() { Name = name, Value = new(value) }] };
}
