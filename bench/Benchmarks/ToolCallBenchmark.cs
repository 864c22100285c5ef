using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;
using BenchmarkDotNet.Attributes;

namespace AiGateway.Benchmarks;

/// <summary>What a call of a tool costs beyond its way: its body read once, the decision under ten allowed tools and two denials, and the answer's message judged.</summary>
[MemoryDiagnoser]
public class ToolCallBenchmark
{
    private static readonly byte[] s_call = Encoding.UTF8.GetBytes("""
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_orders","arguments":{"query":"Ada","limit":3},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1.0.0"},"io.modelcontextprotocol/clientCapabilities":{}}}}
        """);

    private static readonly byte[] s_answer = Encoding.UTF8.GetBytes("""
        {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{\"orders\":[{\"id\":\"A-1001\",\"customer\":\"Ada\",\"item\":\"keyboard\",\"total\":79.9}]}"}],"structuredContent":{"orders":[{"id":"A-1001","customer":"Ada","item":"keyboard","total":79.9}]},"resultType":"complete"}}
        """);

    private readonly BlockPool _pool = new(new() { ByteBudget = 64 << 20 });
    private readonly McpLedgers _ledgers = new(TimeProvider.System);
    private readonly SnapshotHolder _snapshots = new();
    private readonly McpRequest _request = new()
    {
        Server = "shop",
        Verb = McpVerb.Post,
        Era = McpEra.Modern,
        Messages = [new() { Kind = McpKind.Request, Method = McpMethod.ToolsCall, Id = "1"u8.ToArray(), Name = "search_orders" }],
    };

    [GlobalSetup]
    public void Setup() => _snapshots.Swap(new()
    {
        Agent = new() { Namespace = "shop", ServiceAccount = "agent", WorkloadKind = "Deployment", WorkloadName = "agent", Pod = "agent-0", PodUid = "1" },
        Revision = "r1",
        Sources = [],
        Rules = new([Policy()]),
        Routes = new([]),
        Servers = new[] { Server() }.ToFrozenDictionary(server => server.Name, StringComparer.Ordinal),
    });

    [Benchmark]
    public int Read()
    {
        using var body = new Body(_pool);
        if (!body.TryAppend(s_call)) throw new InvalidOperationException("the budget is spent");
        if (McpReader.Read(body, McpEra.Modern).Stops(out _, out var content)) throw new InvalidOperationException("the call was refused");
        return content.Messages.Length;
    }

    [Benchmark]
    public bool Decide() => _snapshots.Current!.Decide(new Ask { Mcp = [new McpAsk("shop", McpSubject.Tool, "search_orders")] })!.Value.Allowed;

    [Benchmark]
    public int Judge()
    {
        var outcome = new McpOutcome();
        var verdict = new AnswerGate(_request, _snapshots, _ledgers, outcome).Judge(new ReadOnlySequence<byte>(s_answer));
        return verdict.Action == GateAction.Pass ? outcome.Messages : throw new InvalidOperationException("the answer did not pass as it came");
    }

    private static PolicyRule Policy() => new()
    {
        Policy = "shop/tools",
        AllowModels = [],
        DenyModels = [],
        Mcp =
        [
            new()
            {
                Server = "shop",
                AllowTools = ["get_weather", "add", "slow", "query_region", "send_email", "list_items", "get_item", "get_customer", "list_customers", "search_orders"],
                DenyTools = ["delete_*", "test_sampling*"],
            },
        ],
    };

    private static ToolServer Server() => new()
    {
        Name = "shop",
        Route = ModelRoute.OfServer(new()
        {
            Name = "shop/shop",
            Kind = "mcp",
            Dialect = Dialects.Mcp,
            BaseUrl = new("http://127.0.0.1:1/mcp"),
            KeyHeader = "Authorization",
            KeyValue = new("Bearer tok"),
            Http = new(new SocketsHttpHandler()),
        }, GuardPlan.Empty),
    };
}
