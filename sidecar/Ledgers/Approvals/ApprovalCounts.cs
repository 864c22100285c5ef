namespace AiGateway.Sidecar.Ledgers.Approvals;

/// <summary>How many questions came to what, since the process began. Counted under the ledger's lock.</summary>
internal sealed class ApprovalCounts
{
    public long Asked { get; set; }

    public long Used { get; set; }

    public long Denied { get; set; }

    public long Expired { get; set; }

    public long Dropped { get; set; }

    /// <summary>Calls that were refused because as many questions were open as may be.</summary>
    public long Full { get; set; }
}
