using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>Tells the operator which limits were reached, so that it can make it known, and put the agent into quarantine where a limit asks for that.</summary>
internal sealed class BreachWords(LimitLedger ledger, ProcessEpoch epoch) : IUpWord
{
    private ImmutableArray<Breach> _sent = [];

    public void Forget() => _sent = [];

    public bool TryNext([NotNullWhen(true)] out Envelope? word)
    {
        word = null;
        var breaches = Read();
        if (breaches.AsSpan().SequenceEqual(_sent.AsSpan())) return false;
        _sent = breaches;
        word = new() { Type = EnvelopeTypes.Breaches, Breaches = new() { Epoch = epoch.Value, Breaches = breaches } };
        return true;
    }

    private ImmutableArray<Breach> Read() =>
    [
        .. ledger.States.Where(state => state.Reached > 0)
            .OrderByDescending(state => state.ReachedAt).Take(BreachWord.MaxBreaches)
            .Select(state => new Breach
            {
                Limit = state.Rule.Limit,
                Scope = state.Rule.Scope,
                Refused = state.Reached,
                At = DateTimeOffset.FromUnixTimeSeconds(state.ReachedAt / 1000),
                Action = state.Refused > 0 ? state.Rule.OnBreach : BreachAction.Deny, // What only audits puts nobody into quarantine.
            })
            .OrderBy(breach => breach.Limit, StringComparer.Ordinal).ThenBy(breach => breach.Scope),
    ];
}
