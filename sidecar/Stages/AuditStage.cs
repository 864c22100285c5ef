using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Stages;

/// <summary>Who did what? One record a call, whatever happened; it is awaited, so a call does not end before its record is taken.</summary>
internal sealed class AuditStage(AuditJournal journal, McpLedgers ledgers)
{
    private const int MostMessages = 32;

    public ValueTask RunAsync(CallRecord record)
    {
        if (record.Call?.Mcp is { Body: not null } request) record.Arguments = [.. request.Messages.Take(MostMessages).Select(message => ArgumentsOf(record, message))];
        return journal.WriteAsync(record);
    }

    /// <summary>Taken down here, where the agent has its answer and the body is still held.</summary>
    private McpArguments? ArgumentsOf(CallRecord record, McpMessage message)
    {
        if (message is not { Method: McpMethod.ToolsCall, Name: { } tool }) return null;
        var server = record.Snapshot?.Servers.GetValueOrDefault(record.Call!.Mcp!.Server);
        ImmutableArray<string> known = server is null ? [] : ledgers.Tools.PropertiesOf(server.Provider.Name, tool);
        return ArgumentAudit.Of(record.Call!.Mcp!, message.Arguments, known, record.Permit?.Decision?.AuditValues == true);
    }
}
