using System.Diagnostics.CodeAnalysis;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Numbers the reports of this process, and leaves out those that would say nothing new. Totals only: a lost one is made good by the next.</summary>
internal sealed class ReportSequence(Func<Report> totals, string epoch)
{
    private readonly Lock _lock = new();
    private Report? _sent;
    private long _sequence;

    /// <summary>A new stream: what was sent on the last one may not have arrived.</summary>
    public void Forget()
    {
        lock (_lock) _sent = null;
    }

    public bool TryNext([NotNullWhen(true)] out Envelope? report)
    {
        lock (_lock)
        {
            var now = totals() with { Epoch = epoch, Sequence = 0 };
            report = now == _sent ? null : new Envelope { Type = EnvelopeTypes.Report, Report = now with { Sequence = ++_sequence } };
            _sent = now;
            return report is not null;
        }
    }
}
