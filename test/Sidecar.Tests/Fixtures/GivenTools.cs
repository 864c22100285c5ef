using System.Collections.Frozen;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Tool servers and what policies say of them.</summary>
internal static class GivenTools
{
    public const string Server = "github";

    /// <summary>A policy that says this of tool servers, and nothing of models.</summary>
    public static PolicyRule Policy(string name, params McpRule[] rules) => Given.Policy(name) with { Mcp = [.. rules] };

    public static PolicyRule Audit(string name, params McpRule[] rules) => Policy(name, rules) with { Mode = PolicyMode.Audit };

    public static PolicyRule Ceiling(string name, params McpRule[] rules) => Policy(name, rules) with { Ceiling = true };

    public static McpRule Rule(string server = Server) => new() { Server = server };

    public static McpRule Allow(params string[] tools) => Rule() with { AllowTools = [.. tools] };

    public static McpRule Deny(params string[] tools) => Rule() with { DenyTools = [.. tools] };

    public static McpAsk Tool(string? name, string server = Server) => new(server, McpSubject.Tool, name);

    /// <summary>A call with these arguments, as a JSON object.</summary>
    public static McpAsk Calling(string name, string arguments) => Tool(name) with { Arguments = () => ValueOf(JsonDocument.Parse(arguments).RootElement) };

    public static McpAsk Resource(string uri) => new(Server, McpSubject.Resource, uri);

    public static ToolServer ToolServer(string name, Uri url) => new() { Name = name, Route = ModelRoute.OfServer(Given.Target(url, provider: name, dialect: Dialects.Mcp).Provider, AiGateway.Sidecar.Guards.GuardPlan.Empty) };

    /// <summary>A snapshot with these servers, at an address that nobody has.</summary>
    public static Snapshot Snapshot(PolicyRule[] policies, params string[] servers) => Snapshot(policies, [.. servers.Select(name => ToolServer(name, new("http://127.0.0.1:1/mcp")))]);

    public static Snapshot Snapshot(PolicyRule[] policies, params ToolServer[] servers) => new()
    {
        Agent = Given.Agent,
        Revision = "r1",
        Sources = [],
        Rules = new([.. policies], Given.Agent),
        Routes = new([]),
        Servers = servers.ToFrozenDictionary(server => server.Name, StringComparer.Ordinal),
    };

    public static Call Call(params McpAsk[] asks) => new()
    {
        Operation = asks.Any(ask => ask.Subject == McpSubject.Tool) ? Operation.ExecuteTool : Operation.Mcp,
        Dialect = Dialect.Mcp,
        Mcp = new() { Server = asks[0].Server, Verb = McpVerb.Post, Asks = [.. asks] },
    };

    /// <summary>A body in a pool of its own.</summary>
    public static Body Body(ReadOnlySpan<byte> bytes)
    {
        var body = new Body(Chunks.Pool());
        Assert.True(body.TryAppend(bytes));
        return body;
    }

    private static CelValue ValueOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => CelValue.Of(json.EnumerateObject().ToDictionary(member => member.Name, member => ValueOf(member.Value), StringComparer.Ordinal)),
        JsonValueKind.Array => CelValue.Of(json.EnumerateArray().Select(ValueOf).ToArray()),
        JsonValueKind.String => CelValue.Of(json.GetString()),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? CelValue.Of(whole) : CelValue.Of(json.GetDouble()),
        JsonValueKind.Null => CelValue.Null,
        _ => CelValue.Of(json.GetBoolean()),
    };
}
