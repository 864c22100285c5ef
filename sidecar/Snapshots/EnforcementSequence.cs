using System.Diagnostics.CodeAnalysis;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Tells how far the agent is held: once on each stream, and again whenever it changed.</summary>
internal sealed class EnforcementSequence(Func<Enforcement> measured)
{
    private readonly Lock _lock = new();
    private Enforcement? _sent;

    /// <summary>A new stream: the operator that has it may never have heard.</summary>
    public void Forget()
    {
        lock (_lock) _sent = null;
    }

    public bool TryNext([NotNullWhen(true)] out Envelope? enforcement)
    {
        lock (_lock)
        {
            var now = measured();
            enforcement = now == _sent ? null : new Envelope { Type = EnvelopeTypes.Enforcement, Enforcement = now };
            _sent = now;
            return enforcement is not null;
        }
    }
}
