using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The rules that one message is judged by: those in force when it came.</summary>
internal readonly record struct GateScope(Snapshot Snapshot, ToolServer Server)
{
    /// <summary>Null where nothing is in force, or the server is no more among those that this agent may use: then nothing of it passes.</summary>
    public static GateScope? Of(Snapshot? snapshot, string server) =>
        snapshot is not null && snapshot.Servers.TryGetValue(server, out var found) ? new(snapshot, found) : null;

    /// <summary>May the agent have this of the server now? A tool is asked for without its arguments, so that a condition on them hides nothing.</summary>
    public Decision Decide(McpSubject subject, string? name = null, bool isTemplate = false) =>
        Snapshot.Rules.Decide(new McpAsk(Server.Name, subject, name) { IsTemplate = isTemplate });
}
