using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress;

/// <summary>A connection, or a plain request, on its way out: its evidence, and its handle once it was let through.</summary>
internal sealed class EgressWay(EgressRecord record)
{
    public EgressRecord Record => record;

    /// <summary>The rules it is judged by; null where there are none.</summary>
    public EgressRules? Rules => record.Snapshot?.Egress;

    public EgressAsk Ask
    {
        get => record.Ask;
        set => record.Ask = value;
    }

    public EgressVerdict Verdict
    {
        get => record.Verdict;
        set => record.Verdict = value;
    }

    /// <summary>Its handle among the open ones; null where it was not let through.</summary>
    public LiveTunnel? Live { get; set; }

    /// <summary>Takes the verdict back, and keeps the policy and its rule.</summary>
    public void Deny(EgressReason reason) => Verdict = EgressVerdict.Deny(reason, Verdict.Policy, Verdict.Rule);
}
