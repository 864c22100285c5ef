using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Meters;

/// <summary>Messages to tool servers are counted under names that a policy or a server spells, and under no other.</summary>
public sealed class McpMetersTests
{
    private static readonly Snapshot s_snapshot = GivenTools.Snapshot([GivenTools.Policy("a", GivenTools.Allow("search", "get_*") with { DenyTools = ["drop"] })], GivenTools.Server);

    private readonly CallMeters _calls = new(TimeProvider.System);
    private readonly McpMeters _meters = new(new(TimeProvider.System));

    [Theory]
    [InlineData("search", "search")]
    [InlineData("drop", "drop")]
    [InlineData("get_all", "other")]
    [InlineData("SEARCH", "other")]
    public void Add_ToolCall_IsNamedWhereAPolicySpellsIt(string tool, string label)
    {
        _meters.Add(RecordOf(GivenTools.Server, Message(McpMethod.ToolsCall, "tools/call") with { Name = tool }));

        Assert.Equal(new McpSeriesKey("github", "tools/call", label, "allowed", ""), Assert.Single(_meters.Messages).Key);
    }

    [Fact]
    public void Add_WhatTheAgentMakesUp_IsOther()
    {
        for (var number = 0; number < 100; number++)
            _meters.Add(RecordOf($"server-{number}", Message(McpMethod.Unknown, $"method-{number}") with { Name = $"tool-{number}" }, new(RefusalReason.McpServerNotAllowed, "")));

        var (key, count) = Assert.Single(_meters.Messages);
        Assert.Equal((new McpSeriesKey("other", "other", "", "refused", "mcp_server_not_allowed"), 100), (key, count.Value));
    }

    [Fact]
    public void Add_StreamAndAnswer_AreCountedByTheirKind()
    {
        var stream = RecordOf(GivenTools.Server);
        stream.Call = new() { Operation = Operation.Mcp, Dialect = Dialect.Mcp, Mcp = new() { Server = GivenTools.Server, Verb = McpVerb.Get } };

        _meters.Add(stream);
        _meters.Add(RecordOf(GivenTools.Server, new McpMessage { Kind = McpKind.Response }));

        Assert.Equal(["get", "response"], _meters.Messages.Select(pair => pair.Key.Method).Order());
    }

    [Fact]
    public void Render_ToolCall_StandsOnThePage()
    {
        var record = RecordOf(GivenTools.Server, Message(McpMethod.ToolsCall, "tools/call") with { Name = "drop" }, Refusal.Of(s_snapshot.Rules.Decide(GivenTools.Tool("drop")), null));
        _meters.Add(record);
        _calls.Add(record);

        var page = new MetricsPage(_calls, _meters, new(), []).Render();

        Assert.Contains("aigateway_mcp_messages_total{server=\"github\",method=\"tools/call\",tool=\"drop\",decision=\"denied\",reason=\"tool_denied\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name=\"execute_tool\",error_type=\"tool_denied\"} 1\n", page, StringComparison.Ordinal);
    }

    private static McpMessage Message(McpMethod method, string name) => new() { Kind = McpKind.Request, Method = method, MethodName = name };

    private static CallRecord RecordOf(string server, McpMessage? message = null, Refusal? refusal = null) => new("c1", DateTimeOffset.UnixEpoch, 0)
    {
        Snapshot = s_snapshot,
        Refusal = refusal,
        Call = new()
        {
            Operation = Operation.ExecuteTool,
            Dialect = Dialect.Mcp,
            Mcp = new() { Server = server, Verb = McpVerb.Post, Messages = message is null ? [] : [message] },
        },
    };
}
