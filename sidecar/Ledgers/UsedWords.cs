using System.Diagnostics.CodeAnalysis;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>Tells the operator what the agent used and was denied: all of it, wherever anything changed.</summary>
internal sealed class UsedWords(UsedLedger ledger, ProcessEpoch epoch) : IUpWord
{
    /// <summary>How far the ledger had come when it was told; nothing is told of one in which nothing is.</summary>
    private long _told;

    public void Forget() => Volatile.Write(ref _told, 0);

    public bool TryNext([NotNullWhen(true)] out Envelope? word)
    {
        word = null;
        var changes = ledger.Changes;
        if (Interlocked.Exchange(ref _told, changes) == changes) return false;
        word = new() { Type = EnvelopeTypes.Used, Used = new() { Epoch = epoch.Value, Sequence = changes, Things = ledger.ToThings() } };
        return true;
    }
}
