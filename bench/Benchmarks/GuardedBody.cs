using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Benchmarks;

/// <summary>A chat completion's request with the prompt in it: its texts found, guarded, and what changes kept, as the way of a call does it; and the prompt alone.</summary>
internal static class GuardedBody
{
    private static readonly ReadOnlySequence<byte> s_body = new(Encoding.UTF8.GetBytes(
        $$$"""{"model":"fast","temperature":0.2,"messages":[{"role":"system","content":"You are an agent."},{"role":"user","content":"{{{JsonEncodedText.Encode(GuardedText.Prompt)}}}"}]}"""));

    private static readonly ArrayBufferWriter<char> s_released = new(GuardedText.Length * 2);

    public static int Guard(GuardPlan plan)
    {
        GuardSession session = new(plan);
        session.Vault.Avoid(s_body.FirstSpan);
        using var edits = new TextEdits(session);
        if (!edits.TryGuard(s_body, BodyTexts.OfRequest(WireFormat.OpenAiChat, s_body))) throw new InvalidOperationException("the request was denied");
        session.Vault.Seal();
        return edits.Edits.Count;
    }

    /// <summary>A text, the prompt where none is named, through the checks of what is asked.</summary>
    public static int Text(GuardPlan plan, string? text = null)
    {
        s_released.ResetWrittenCount();
        using var guard = new TextGuard(plan.Of(GuardPlace.Input), new(plan), GuardPlace.Input);
        if (!guard.Take(text ?? GuardedText.Prompt, s_released) || !guard.Finish(s_released)) throw new InvalidOperationException("the prompt was denied");
        return s_released.WrittenCount;
    }
}
