using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Json;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>
/// Lets the checks that ask nobody look at what goes to a tool server, and at the headers that repeat it. Conditions of policies have seen the arguments as they came, before this; the server
/// and the audit see them masked, and by what the agent itself sent it is told whether it goes round.
/// </summary>
internal static class ArgumentTexts
{
    private const GuardPlace Place = GuardPlace.ToolArguments;

    private static readonly Refusal s_broken = new(RefusalReason.InvalidJson, "A text in the body is not valid UTF-8, so it cannot be checked.");

    /// <summary>Null lets the request go on.</summary>
    public static ValueTask<Refusal?> CheckAsync(Plan plan, CancellationToken cancellationToken)
    {
        _ = cancellationToken;
        return new(plan is { Guard: { } session, Permit.Call.Mcp: { Body: not null } request } && !session.Plan.Of(Place).IsEmpty ? Check(plan, session, request) : null);
    }

    private static Refusal? Check(Plan plan, GuardSession session, McpRequest request)
    {
        using var edits = new TextEdits(session);
        var passes = edits.TryGuard(request.Body!.Bytes, McpTexts.OfAgent(request.Body.Bytes));
        if (edits.IsBroken) return s_broken with { ReplyTo = McpReplyTo.Of(request) };
        if (passes) (request.Masks, request.MaskedMirrors) = ([.. edits.Edits], MirrorsOf(session, request));
        Hide(session, request);
        request.HidesNames = session.Findings.Count > 0 && HasFindings(session.Plan, request);
        return session.Denial is { } denial ? GuardRefusal.Of(denial) with { ReplyTo = ReplyTo(plan, request) } : null;
    }

    /// <summary>What was found and not masked is in the arguments still, and in no audit.</summary>
    public static void Hide(GuardSession session, McpRequest request) =>
        request.HidesArguments = session.Findings.Any(finding => finding.Place == Place && finding.Check is not { Bites: true, Action: GuardAction.Mask });

    /// <summary>Whom a refusal by a guard goes to: a model reads it, unless the rule wants an error.</summary>
    public static McpReplyTo ReplyTo(Plan plan, McpRequest request)
    {
        var to = McpReplyTo.Of(request);
        return to with { IsToolCall = to.IsToolCall && plan.Permit.Decision?.DenyAsError != true };
    }

    /// <summary>The repetitions as the same guards leave them: what is masked in the body is masked in them alike.</summary>
    private static ImmutableArray<(string Name, string Value)> MirrorsOf(GuardSession session, McpRequest request)
    {
        var masked = ImmutableArray.CreateBuilder<(string Name, string Value)>();
        foreach (var (name, value) in request.Mirrors)
        {
            if (value is "true" or "false" || MirroredValue.Decode(value) is not { } text) continue; // What cannot be decoded does not agree with the body, and is refused for it.
            if (Guard(session, text) is { } released && released != text) masked.Add((name, MirroredValue.Encode(released)));
        }

        return masked.DrainToImmutable();
    }

    private static bool HasFindings(GuardPlan plan, McpRequest request)
    {
        var probe = new GuardSession(plan);
        foreach (var message in request.Messages)
        {
            foreach (var name in (string?[])[message.Name, message.Uri, message.TaskId, .. message.Uris])
            {
                if (name is not null) Guard(probe, name);
                if (probe.Findings.Count > 0) return true;
            }
        }

        return false;
    }

    /// <summary>The text as it may pass; null where it may not.</summary>
    private static string? Guard(GuardSession session, string text)
    {
        using var released = new CharBuffer();
        using var guard = new TextGuard(session.Plan.Of(Place), session, Place);
        return guard.Take(text, released) && guard.Finish(released) ? released.Written.ToString() : null;
    }
}
