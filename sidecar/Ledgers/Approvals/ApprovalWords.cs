using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Ledgers.Approvals;

/// <summary>Carries the ledger's questions to the operator, whole each time something changed, and what was decided back. What is meant for another process of the pod is not heard.</summary>
internal sealed class ApprovalWords : IUpWord, IDownWord
{
    private readonly ApprovalLedger _ledger;
    private readonly ProcessEpoch _epoch;
    private ImmutableArray<ApprovalAsk> _said;
    private bool _hasAsked;

    public ApprovalWords(ApprovalLedger ledger, ProcessEpoch epoch, Nudge nudge)
    {
        (_ledger, _epoch) = (ledger, epoch);
        ledger.Fresh += nudge.Raise;
    }

    public void Forget() => _said = default;

    public bool TryNext([NotNullWhen(true)] out Envelope? word)
    {
        word = null;
        var asks = _ledger.Asks();
        if (!_said.IsDefault && asks.SequenceEqual(_said)) return false;
        _said = asks;
        if (asks.IsEmpty && !_hasAsked) return false; // Of nothing there is nothing to take back.
        _hasAsked = true;
        word = new() { Type = EnvelopeTypes.Approvals, Approvals = new() { Epoch = _epoch.Value, Asks = asks } };
        return true;
    }

    public void Hear(Envelope word)
    {
        if (word is { Type: EnvelopeTypes.Verdicts, Verdicts: { } verdicts } && verdicts.Epoch == _epoch.Value) _ledger.Hear(verdicts);
    }
}
