using System.Globalization;
using AiGateway.Contracts.Approvals;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers.Approvals;

namespace AiGateway.Sidecar.Stages.Approvals;

/// <summary>What a call is told that has not, or not yet, a human's word: in sentences that a model can act on. Nothing of its arguments.</summary>
internal static class ApprovalRefusal
{
    /// <summary>Of arguments that cannot be told from others that look the same.</summary>
    public static Refusal Unshown { get; } = new(RefusalReason.ApprovalUnavailable, "This call needs a human's approval, and its arguments have no canonical form (RFC 8785), so none can be given.");

    public static Refusal Of(ApprovalState state, ApprovalQuestion at, long waited) => new(ReasonOf(state), SentenceOf(state, at)) { Approval = NoteOf(at, waited) };

    /// <summary>For the answer and the audit; null where nothing was asked.</summary>
    public static ApprovalNote? NoteOf(ApprovalQuestion question, long waited) => question.Entry is not { } entry ? null : new()
    {
        Id = entry.Ask.Id,
        Request = entry.Request,
        Rule = entry.Ask.Rule,
        ExpiresAt = entry.Ask.ExpiresAt,
        WaitedMs = waited,
        Outcome = entry.State switch
        {
            ApprovalState.Used or ApprovalState.Approved => "approved",
            ApprovalState.Denied => "denied",
            ApprovalState.Expired => "expired",
            ApprovalState.Dropped => "dropped",
            _ => "pending",
        },
    };

    private static RefusalReason ReasonOf(ApprovalState state) => state switch
    {
        ApprovalState.Open or ApprovalState.Dropped => RefusalReason.ApprovalPending,
        ApprovalState.Denied => RefusalReason.ApprovalDenied,
        ApprovalState.Expired => RefusalReason.ApprovalExpired,
        _ => RefusalReason.ApprovalUnavailable,
    };

    private static string SentenceOf(ApprovalState state, ApprovalQuestion at)
    {
        var call = $"This call of the tool '{at.Key.Tool}' of '{at.Key.Server}'";
        return state switch
        {
            ApprovalState.Open => $"{call} needs a human's approval, which nobody has given yet ({at.Entry!.Ask.Rule}). {Waits(at.Entry)} "
                + "Make the same call again later, with the same arguments, to have the answer; other arguments are another question.",
            ApprovalState.Denied => $"{call} was denied by a human{By(at.Entry!)}{Why(at.Entry!)}. Do not make it again.",
            ApprovalState.Expired => $"{call} needs a human's approval, and nobody gave it in time{By(at.Entry!)}, which counts as a denial. Making it again asks anew.",
            ApprovalState.Dropped => $"{call} waited for a human's approval, and the rules have changed meanwhile: make it again to be judged by the new ones.",
            _ => $"{call} needs a human's approval, and as many calls wait for one as may at once ({ApprovalWord.MaxAsks}): make it again when some of them are decided.",
        };
    }

    private static string Waits(ApprovalEntry entry) => entry.Request is { } request
        ? $"ApprovalRequest '{request}' waits for it until {Utc(entry.Ask.ExpiresAt)}."
        : $"The question {entry.Ask.Id} has not reached the operator yet; it stands until {Utc(entry.Ask.ExpiresAt)}.";

    private static string By(ApprovalEntry entry) => entry.Request is { } request ? $" (ApprovalRequest '{request}')" : "";

    private static string Why(ApprovalEntry entry) => entry.Reason is { Length: > 0 } reason ? $": {reason}" : "";

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
