namespace AiGateway.Operator.Leases;

/// <summary>One count as it was read, before it is a ledger.</summary>
internal sealed class LedgerSection
{
    public required string Key { get; init; }

    public required long Spent { get; init; }

    public required long Estimated { get; init; }

    public List<UseBucket> Buckets { get; } = [];

    public Dictionary<HolderId, Holder> Holders { get; } = [];

    /// <summary>The ledger; where it was counted under another window, as of <paramref name="reboundAt"/>.</summary>
    public Ledger Make(LedgerTerms terms, long? reboundAt)
    {
        var ledger = new Ledger(terms);
        if (reboundAt is { } now) ledger.Window.Rebind(Buckets, now);
        else ledger.Window.Restore(Buckets);
        ledger.Restore(Holders.Values, Spent, Estimated);
        return ledger;
    }
}
