namespace AiGateway.Sidecar.Ledgers.Approvals;

/// <summary>How a question stands.</summary>
internal enum ApprovalState
{
    /// <summary>Nobody has decided.</summary>
    Open,

    /// <summary>A human approved, and the call was not made yet.</summary>
    Approved,

    /// <summary>The call was let through, once.</summary>
    Used,

    /// <summary>A human denied.</summary>
    Denied,

    /// <summary>Nobody decided in time, or the call was not made in time: the answer is no.</summary>
    Expired,

    /// <summary>The rules changed: they deny the call, or do not ask for it any more.</summary>
    Dropped,

    /// <summary>As many questions are open as may be: this one was not asked.</summary>
    Full,
}
