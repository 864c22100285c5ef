using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>Has what goes to a tool server judged by those who must be asked: masked already, and before it leaves.</summary>
internal sealed class ArgumentJudge(CalledChecks called)
{
    /// <summary>As the last of the input's checks.</summary>
    public async ValueTask<Refusal?> CheckAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Permit.Call.Mcp is not { Body: { } body } request || !CalledChecks.Wait(plan.Guard, GuardPlace.ToolArguments)) return null;
        var edits = new GateEdits();
        foreach (var mask in request.Masks) edits.Put(mask);
        var masked = edits.IsEmpty ? body.Bytes : new ReadOnlySequence<byte>(edits.Apply(body.Bytes));
        var texts = RequestTexts.Of(McpTexts.OfAgent(masked), masked);
        if (texts.IsEmpty) return null;
        try
        {
            var refusal = await called.JudgeAsync(new() { Plan = plan, Texts = texts, Tool = request.First?.Name ?? request.First?.Uri }, cancellationToken);
            return refusal is null ? null : refusal with { ReplyTo = ArgumentTexts.ReplyTo(plan, request) };
        }
        finally
        {
            ArgumentTexts.Hide(plan.Guard!, request);
            if (plan.Guard!.Denial is not null) request.HidesNames = true; // It may have been one of them: who judged does not say.
        }
    }
}
