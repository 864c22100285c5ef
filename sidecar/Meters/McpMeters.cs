using System.Collections.Concurrent;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Meters;

/// <summary>Counts messages to tool servers for the metrics page. No lock on the way of a call, and no label that an agent can choose freely.</summary>
internal sealed class McpMeters(McpLedgers ledgers)
{
    private const int MaxSeries = 1000;
    private const string Other = "other";

    private readonly ConcurrentDictionary<McpSeriesKey, Counter> _messages = new();

    public IEnumerable<KeyValuePair<McpSeriesKey, Counter>> Messages => _messages;

    /// <summary>Counts the messages of a call that has ended, or the call where it has none.</summary>
    public void Add(CallRecord record)
    {
        if (record.Call?.Mcp is not { } request) return;
        var server = record.Snapshot?.Servers.GetValueOrDefault(request.Server);
        var key = new McpSeriesKey(server?.Name ?? Other, CallWords.Of(request.Verb), "", CallWords.DecisionOf(record.Refusal), record.Refusal is { } refusal ? CallWords.Of(refusal.Reason) : "");
        if (request.Messages.IsEmpty) Count(key);
        foreach (var message in request.Messages) Count(key with { Method = MethodOf(message), Tool = ToolOf(message, server, record.Snapshot) });
    }

    private static string MethodOf(McpMessage message) => message switch
    {
        { Kind: McpKind.Response } => "response",
        { Method: McpMethod.Unknown } => Other,
        _ => message.MethodName,
    };

    private string ToolOf(McpMessage message, ToolServer? server, Snapshot? snapshot)
    {
        if (message is not { Method: McpMethod.ToolsCall, Name: { } tool }) return "";
        if (server is null || snapshot is null) return Other;
        return snapshot.Rules.Spells(server.Name, tool) || ledgers.Tools.Lists(server.Provider.Name, tool) ? tool : Other;
    }

    /// <summary>What passes the bound is counted without the tool's name.</summary>
    private void Count(McpSeriesKey key)
    {
        if (!_messages.TryGetValue(key, out var counter))
        {
            if (_messages.Count >= MaxSeries) key = key with { Tool = key.Tool.Length == 0 ? "" : Other };
            counter = _messages.GetOrAdd(key, static _ => new());
        }

        counter.Add(1);
    }
}
