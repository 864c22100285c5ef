using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Meters;

/// <summary>The totals of this process, for the operator's reports. Tokens are those that providers reported.</summary>
internal sealed class CallTotals
{
    private readonly Counter _calls = new();
    private readonly Counter _denied = new();
    private readonly Counter _wouldDeny = new();
    private readonly Counter _failed = new();
    private readonly Counter _inputTokens = new();
    private readonly Counter _outputTokens = new();
    private readonly Counter _guardInputTokens = new();
    private readonly Counter _guardOutputTokens = new();
    private readonly Counter _costNanos = new();
    private readonly Counter _estimatedCostNanos = new();
    private readonly Counter _unpriced = new();
    private readonly Counter _connections = new();

    /// <summary>Calls and connections that have ended: whether it stays the same tells whether the agent rests.</summary>
    public long Ended => _calls.Value + _connections.Value;

    /// <summary>A report of the totals so far.</summary>
    public Report ToReport(string epoch, long sequence) => new()
    {
        Epoch = epoch,
        Sequence = sequence,
        Calls = _calls.Value,
        Denied = _denied.Value,
        WouldDeny = _wouldDeny.Value,
        Failed = _failed.Value,
        InputTokens = _inputTokens.Value,
        OutputTokens = _outputTokens.Value,
        GuardInputTokens = Told(_guardInputTokens),
        GuardOutputTokens = Told(_guardOutputTokens),
        CostNanos = Told(_costNanos),
        EstimatedCostNanos = Told(_estimatedCostNanos),
        Unpriced = Told(_unpriced),
    };

    public void Add(CallRecord record)
    {
        _calls.Add(1);
        var decision = CallWords.DecisionOf(record.Refusal);
        if (decision == CallWords.Denied) _denied.Add(1);
        if (decision == CallWords.Failed) _failed.Add(1);
        if (record.Permit?.Decision?.WouldDeny is not null) _wouldDeny.Add(1);
        foreach (var usage in record.Plan?.Guard?.Usage ?? []) Add(usage);
        var last = record.Reply.Earlier.Count == 0 ? record.Cost : CallCosts.OfLast(record);
        AddCost(last.Nanos, last.IsEstimated, record.Cost.IsUnpriced);
        Add(record.Reply.Usage);
        foreach (var tried in record.Reply.Earlier) Add(record, tried);
    }

    /// <summary>A connection is no call, whatever passes on it; but a denied one is a denial as any other, and an operator that counts denials is to see it.</summary>
    public void Add(EgressRecord record)
    {
        _connections.Add(1);
        if (EgressWords.DecisionOf(record) == CallWords.Denied) _denied.Add(1);
        if (record.Verdict.WouldDeny is not null) _wouldDeny.Add(1);
    }

    private void Add(CallRecord record, TriedUsage tried)
    {
        var cost = CallCosts.Of(tried.Target, record.Call?.Model, tried.Usage);
        AddCost(cost.Nanos, cost.IsEstimated, isUnpriced: false); // The call is told as unpriced once.
        Add(tried.Usage);
    }

    private void Add(in Usage usage)
    {
        if (usage.Source != UsageSource.Reported) return;
        _inputTokens.Add(usage.Input);
        _outputTokens.Add(usage.Output);
    }

    private void Add(GuardUsage usage)
    {
        AddCost(usage.CostNanos, usage.IsCostEstimated, usage.IsUnpriced);
        if (!usage.IsReported) return;
        _guardInputTokens.Add(usage.Input);
        _guardOutputTokens.Add(usage.Output);
    }

    private void AddCost(long nanos, bool isEstimated, bool isUnpriced)
    {
        if (isUnpriced) _unpriced.Add(1);
        if (nanos == 0) return;
        _costNanos.Add(nanos);
        if (isEstimated) _estimatedCostNanos.Add(nanos);
    }

    private static long? Told(Counter counter) => counter.Value is > 0 and var value ? value : null;
}
