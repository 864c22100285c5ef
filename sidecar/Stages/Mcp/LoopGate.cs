using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Loops;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>
/// Looks at calls of tools that go round: at first the agent is told in place of the tool's result, then the calls are refused. What is not a call of a tool (asking for a task's state, reading a
/// resource, a ping) never counts, nor does a call that is made again with what was asked for.
/// </summary>
internal sealed class LoopGate(McpLedgers ledgers, TimeProvider clock)
{
    /// <summary>As an <see cref="InputCheck"/>, behind those that look at texts.</summary>
    public ValueTask<Refusal?> CheckAsync(Plan plan, CancellationToken cancellationToken)
    {
        _ = cancellationToken;
        return new(plan is { Guard: { Plan.Loops.IsEmpty: false } guard, Permit.Call.Mcp: { Body: not null } request } ? Check(request, guard) : null);
    }

    /// <summary>The answer to what was asked in this session, whatever it is.</summary>
    public static LoopHistory HistoryOf(McpRequest request, LoopLedger ledger) => ledger.Of(request.Server, request.Endpoint ?? request.Session);

    private Refusal? Check(McpRequest request, GuardSession guard)
    {
        foreach (var message in request.Messages)
        {
            if (message is not { Method: McpMethod.ToolsCall, Kind: McpKind.Request, HasInputResponses: false, Name: { } tool }) continue;
            var call = new LoopEntry(tool, CallHash.Of(request.Body!.Bytes.Slice(message.Arguments.Start, message.Arguments.Length)), null);
            var history = HistoryOf(request, ledgers.Loops);
            var refusal = Check(call, history, guard);
            history.Add(call, refusal is null ? message.Id : default, clock.GetTimestamp());
            if (refusal is not null) return refusal;
        }

        return null;
    }

    /// <summary>The strictest word of all checks.</summary>
    private Refusal? Check(in LoopEntry call, LoopHistory history, GuardSession guard)
    {
        Refusal? refusal = null;
        foreach (var check in guard.Plan.Loops)
        {
            if (check.IsExempt(call.Tool)) continue;
            var oldest = clock.GetTimestamp() - (long)(check.Window.TotalSeconds * clock.TimestampFrequency);
            var found = history.Find(call, oldest, check);
            var before = found.Count - 1;
            if (found.Label is not { } label || before < Math.Min(check.WarnAfter, check.StopAfter)) continue;
            guard.Add(check.Facts, label, GuardPlace.ToolArguments);
            if (!check.Facts.Bites || refusal?.Reason == RefusalReason.LoopStopped) continue;
            if (before >= check.StopAfter || refusal is null) refusal = LoopRefusal.Of(found, call.Tool, check, isStop: before >= check.StopAfter);
        }

        return refusal;
    }
}
