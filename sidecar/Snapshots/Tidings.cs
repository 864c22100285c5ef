using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What the sidecar has to tell beside its answers: what it did, and which tool servers it saw.</summary>
internal sealed class Tidings(ReportSequence reports, SeenSequence seen)
{
    /// <summary>A new stream: what was sent on the last one may not have arrived.</summary>
    public void Forget()
    {
        reports.Forget();
        seen.Forget();
    }

    /// <summary>The lines that say something new; often none.</summary>
    public IEnumerable<Envelope> Next()
    {
        if (reports.TryNext(out var report)) yield return report;
        if (seen.TryNext(out var servers)) yield return servers;
    }
}
