using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// Refuses calls whose bodies pass unread, where a check would have to look at them: forms (transcriptions, edits of images), conversations by voice, and endpoints at which something
/// is kept, batches and their files among them. What only records, records that it could not look. What brings nothing back and sends nothing, such as a deletion, passes.
/// </summary>
internal static class UnreadTexts
{
    /// <summary>The label of what could not be looked at.</summary>
    public const string Label = "UNREAD";

    private static readonly GuardPlace[] s_all = Enum.GetValues<GuardPlace>();
    private static readonly GuardPlace[] s_form = [GuardPlace.Input, GuardPlace.Output];
    private static readonly GuardPlace[] s_answer = [GuardPlace.Output, GuardPlace.ToolArguments];

    /// <summary>Null lets the call go on.</summary>
    public static ValueTask<Refusal?> CheckAsync(Plan plan, CancellationToken cancellationToken)
    {
        _ = cancellationToken;
        return new(plan is { Guard: { } session, Permit.Call: { Request: null, Mcp: null } call } ? VerdictOf(session, PlacesOf(call)) : null);
    }

    /// <summary>What the call could carry, there or back.</summary>
    private static GuardPlace[] PlacesOf(Call call) => call switch
    {
        { Operation: Operation.Realtime } => s_all,
        { Form: not null } => s_form,
        _ when call.Method == HttpMethods.Get => s_answer,
        _ when call.Method == HttpMethods.Delete || call.Method == HttpMethods.Head => [],
        _ => s_all,
    };

    private static Refusal? VerdictOf(GuardSession session, GuardPlace[] places)
    {
        foreach (var place in places)
        {
            foreach (var check in session.Plan.Of(place)) session.Add(check.Facts.Bites ? check.Facts with { Action = GuardAction.Deny } : check.Facts, Label, place);
            foreach (var check in session.Plan.Called.Where(check => check.Facts.On.Contains(place))) session.AddFailure(check.Facts, place);
        }

        return session.Denial is not { } denial ? null : new(RefusalReason.GuardDenied,
            $"What this call carries passes the gateway unread, so the guardrail '{denial.Check.Guardrail}' (checks[{denial.Check.Index}], {denial.Check.Type}) cannot look at its {CallWords.Of(denial.Place)} and refuses it.");
    }
}
