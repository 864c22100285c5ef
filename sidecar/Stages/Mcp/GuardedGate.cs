using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Stages.Guarding;
using AnswerGate = AiGateway.Sidecar.Protocols.Mcp.AnswerGate;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>The gate for a server's messages, with what it does not know: checks that ask somebody else, for whom a message is held back.</summary>
internal sealed class GuardedGate(AnswerGate gate, CalledChecks called, Exchange exchange)
{
    private static readonly GuardPlace[] s_places = [GuardPlace.ToolResult, GuardPlace.ToolDefinition];

    /// <summary>The word on one whole JSON-RPC message, or on a batch of them. The bytes stay valid until it has come.</summary>
    public ValueTask<GateVerdict> JudgeAsync(ReadOnlySequence<byte> message)
    {
        var verdict = gate.Judge(message);
        if (verdict.Action == GateAction.Drop || verdict.IsOwn || exchange.Guard is not { } session) return new(verdict);
        return CalledChecks.Wait(session, s_places) ? AskAsync(message, verdict, session) : new(verdict);
    }

    private async ValueTask<GateVerdict> AskAsync(ReadOnlySequence<byte> message, GateVerdict verdict, GuardSession session)
    {
        var text = verdict.Action == GateAction.Pass ? message : new(verdict.Text);
        var texts = RequestTexts.Of(McpTexts.OfServer(text), text);
        if (texts.IsEmpty) return verdict;
        var asked = exchange.Request.First;
        exchange.Deadlines.ExpectNothing(exchange.Handle); // It is not the server that one waits for.
        var refusal = await called.JudgeAsync(new() { Plan = exchange.Plan, Texts = texts, IsAnswer = true, Tool = asked?.Name ?? asked?.Uri }, exchange.Handle.Token);
        session.TakeDenial();
        return refusal is null ? verdict : gate.Deny(text, GateRefusal.Of(refusal)) with { Answer = verdict.Answer };
    }
}
