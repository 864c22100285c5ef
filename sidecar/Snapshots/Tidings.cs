using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What the sidecar has to tell beside its answers: how far the agent is held, what it did, which tool servers it saw, and its words for the leader.</summary>
internal sealed class Tidings(EnforcementSequence enforcement, ReportSequence reports, SeenSequence seen, ImmutableArray<IUpWord> words)
{
    /// <summary>The lines that stand right after the hello. A new stream: what was sent on the last one may not have arrived.</summary>
    public IEnumerable<Envelope> First()
    {
        enforcement.Forget();
        reports.Forget();
        seen.Forget();
        foreach (var word in words) word.Forget();
        if (enforcement.TryNext(out var level)) yield return level;
        foreach (var line in Words()) yield return line;
    }

    /// <summary>The lines that say something new; often none.</summary>
    public IEnumerable<Envelope> Next()
    {
        if (enforcement.TryNext(out var level)) yield return level;
        if (reports.TryNext(out var report)) yield return report;
        if (seen.TryNext(out var servers)) yield return servers;
        foreach (var line in Words()) yield return line;
    }

    /// <summary>The words for the leader that are new; often none.</summary>
    public IEnumerable<Envelope> Words()
    {
        foreach (var word in words)
        {
            if (word.TryNext(out var line)) yield return line;
        }
    }
}
