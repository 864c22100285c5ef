using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What the sidecar has to tell beside its answers: how far the agent is held, what it did, and which tool servers it saw.</summary>
internal sealed class Tidings(EnforcementSequence enforcement, ReportSequence reports, SeenSequence seen)
{
    /// <summary>The lines that stand right after the hello. A new stream: what was sent on the last one may not have arrived.</summary>
    public IEnumerable<Envelope> First()
    {
        enforcement.Forget();
        reports.Forget();
        seen.Forget();
        if (enforcement.TryNext(out var level)) yield return level;
    }

    /// <summary>The lines that say something new; often none.</summary>
    public IEnumerable<Envelope> Next()
    {
        if (enforcement.TryNext(out var level)) yield return level;
        if (reports.TryNext(out var report)) yield return report;
        if (seen.TryNext(out var servers)) yield return servers;
    }
}
