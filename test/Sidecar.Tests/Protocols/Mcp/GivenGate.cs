using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>A gate before one tool server, with variations by <c>with</c>: what is asked, what a policy says, and what is pinned.</summary>
internal sealed record GivenGate
{
    public const string Server = "tools";

    /// <summary>The server as it is known beyond the snapshot.</summary>
    public const string Known = "shop/" + Server;

    public McpRule Rule { get; init; } = new() { Server = Server, AllowTools = ["*"], AllowResources = ["*"], AllowPrompts = ["*"] };

    public PinningMode Pinning { get; init; }

    public ImmutableArray<string> Approved { get; init; } = [];

    public McpMethod Method { get; init; } = McpMethod.ToolsCall;

    /// <summary>The tool that is called.</summary>
    public string Tool { get; init; } = "search";

    public McpEra Era { get; init; }

    /// <summary>The request's id; null for a stream that is taken up again.</summary>
    public string? Id { get; init; } = "1";

    /// <summary>The cursor of a request for a page.</summary>
    public string? Cursor { get; init; }

    public McpLedgers Ledgers { get; init; } = new(new ManualTime());

    public McpOutcome Outcome { get; init; } = new();

    /// <summary>What looks at texts; null for nothing.</summary>
    public GuardSession? Guard { get; init; }

    public bool DeniesAsError { get; init; }

    public ToolServer ToolServer() => new()
    {
        Name = Server,
        Route = Given.Route([], Given.Target(new("http://127.0.0.1:1/mcp"), provider: Server, dialect: Dialects.Mcp)),
        Pinning = Pinning,
        Approved = Approved.Select(text => ToolPin.TryParse(text, out var pin) ? pin : throw new FormatException(text)).GroupBy(pin => pin.Name)
            .ToFrozenDictionary(pins => pins.Key, pins => pins.Select(pin => pin.Hash).ToImmutableArray(), StringComparer.Ordinal),
    };

    /// <summary>A new exchange, with what is remembered and told from those before.</summary>
    public AnswerGate Gate()
    {
        var snapshots = new SnapshotHolder();
        snapshots.Swap(new()
        {
            Agent = Given.Agent,
            Revision = "r1",
            Sources = [],
            Rules = Rules(),
            Routes = new([]),
            Servers = new[] { ToolServer() }.ToFrozenDictionary(server => server.Name, StringComparer.Ordinal),
        });
        return new(Request(), snapshots, Ledgers, Outcome, Guard is null ? null : new(Guard, DeniesAsError));
    }

    /// <summary>Whether the policy allows it.</summary>
    public bool Decides(McpSubject subject, string name) => Rules().Decide(new McpAsk(Server, subject, name)).Allowed;

    public GateVerdict Judge(string message) => Gate().Judge(new(Encoding.UTF8.GetBytes(message)));

    /// <summary>What the agent gets in the place of the message; null where it gets nothing.</summary>
    public string? Passed(string message) => Text(message, Judge(message));

    public static string? Text(string message, GateVerdict verdict) => verdict.Action switch
    {
        GateAction.Pass => message,
        GateAction.Replace => Encoding.UTF8.GetString(verdict.Text.Span),
        _ => null,
    };

    /// <summary>The answer to the request with this result.</summary>
    public static string Result(string result) => """{"jsonrpc":"2.0","id":1,"result":""" + result + "}";

    /// <summary>The answer to the request with this error.</summary>
    public static string Error(string error) => """{"jsonrpc":"2.0","id":1,"error":""" + error + "}";

    /// <summary>The pin of a definition, or of instructions where the name is theirs.</summary>
    public static string Pin(string name, string definition) =>
        new ToolPin { Name = name, Hash = CanonicalJson.HashOf(Encoding.UTF8.GetBytes(definition))! }.ToString();

    private AgentRules Rules() => new([Given.Policy("agents") with { Mcp = [Rule] }], Given.Agent);

    private McpRequest Request() => Id is null ? new() { Server = Server, Verb = McpVerb.Get, LastEventId = "7", Session = "s" } : new()
    {
        Server = Server,
        Verb = McpVerb.Post,
        Era = Era,
        Session = Era == McpEra.Legacy ? "s" : null,
        Body = BodyOf(Cursor is null ? """{"jsonrpc":"2.0","id":1,"method":"x"}""" : $$$"""{"jsonrpc":"2.0","params":{"a":[1],"cursor":"{{{Cursor}}}"}}"""),
        Messages = [new() { Kind = McpKind.Request, Method = Method, Id = Encoding.UTF8.GetBytes(Id), Name = Method == McpMethod.ToolsCall ? Tool : null }],
    };

    private static Body BodyOf(string text)
    {
        var body = new Body(Chunks.Pool());
        Assert.True(body.TryAppend(Encoding.UTF8.GetBytes(text)));
        return body;
    }
}
