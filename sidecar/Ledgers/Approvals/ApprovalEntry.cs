using AiGateway.Contracts.Approvals;

namespace AiGateway.Sidecar.Ledgers.Approvals;

/// <summary>One question and how it stands. Changed by its ledger alone, under its lock.</summary>
internal sealed class ApprovalEntry(ApprovalKey key, ApprovalAsk ask)
{
    public ApprovalKey Key => key;

    /// <summary>As it was asked, with its end where it has one.</summary>
    public ApprovalAsk Ask { get; private set; } = ask;

    public ApprovalState State { get; private set; }

    /// <summary>The ApprovalRequest as <c>namespace/name</c>; null where none is known to stand.</summary>
    public string? Request { get; set; }

    /// <summary>Why, in the words of whoever decided; null for none.</summary>
    public string? Reason { get; set; }

    /// <summary>When it came to its end.</summary>
    public DateTimeOffset EndedAt { get; private set; }

    /// <summary>Whether it is still of use to the operator to be told of it as open.</summary>
    public bool IsOpen => State is ApprovalState.Open or ApprovalState.Approved;

    public void Decide(bool approved) => State = approved ? ApprovalState.Approved : ApprovalState.Denied;

    public void End(ApprovalState state, DateTimeOffset at)
    {
        (State, EndedAt) = (state, at);
        Ask = Ask with
        {
            End = state switch
            {
                ApprovalState.Used => ApprovalEnd.Used,
                ApprovalState.Expired => ApprovalEnd.Expired,
                _ => ApprovalEnd.Dropped,
            },
        };
    }
}
