using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;

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
    };

    public void Add(CallRecord record)
    {
        _calls.Add(1);
        var decision = CallWords.DecisionOf(record.Refusal);
        if (decision == CallWords.Denied) _denied.Add(1);
        if (decision == CallWords.Failed) _failed.Add(1);
        if (record.Permit?.Decision?.WouldDeny is not null) _wouldDeny.Add(1);
        if (record.Reply.Usage.Source != UsageSource.Reported) return;

        _inputTokens.Add(record.Reply.Usage.Input);
        _outputTokens.Add(record.Reply.Usage.Output);
    }

    /// <summary>A connection is no call, whatever passes on it; but a denied one is a denial as any other, and an operator that counts denials is to see it.</summary>
    public void Add(EgressRecord record)
    {
        _connections.Add(1);
        if (EgressWords.DecisionOf(record) == CallWords.Denied) _denied.Add(1);
        if (record.Verdict.WouldDeny is not null) _wouldDeny.Add(1);
    }
}
