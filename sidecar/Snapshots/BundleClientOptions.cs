using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Where the operator is, how this sidecar shows who it is, and what it has to tell.</summary>
internal sealed record BundleClientOptions
{
    /// <summary>https; its host is the name that the operator's certificate must hold.</summary>
    public required Uri Operator { get; init; }

    /// <summary>The projected token; the kubelet replaces it, so it is read anew for each connection.</summary>
    public required string TokenFile { get; init; }

    /// <summary>PEM certificates, several while the operator's are being replaced; read anew for each connection. No other root is trusted.</summary>
    public required string RootsFile { get; init; }

    /// <summary>Of this sidecar, for the hello.</summary>
    public required string Version { get; init; }

    /// <summary>Of this process, for the hello and the reports.</summary>
    public required string Epoch { get; init; }

    /// <summary>What was done until now; epoch and sequence are filled in here.</summary>
    public required Func<Report> Totals { get; init; }

    /// <summary>The tool servers that were seen, and what of them; the same array as long as nothing changed.</summary>
    public required Func<ImmutableArray<SeenServer>> Servers { get; init; }

    /// <summary>How far the agent is held, as it is measured now.</summary>
    public required Func<Enforcement> Enforcement { get; init; }

    /// <summary>Called when the operator says that the pod's other containers have ended.</summary>
    public required Action Finish { get; init; }

    /// <summary>What else it tells.</summary>
    public ImmutableArray<IUpWord> Words { get; init; } = [];

    /// <summary>Who hears what the operator says beside bundles.</summary>
    public ImmutableArray<IDownWord> Ears { get; init; } = [];

    /// <summary>Raised where one of <see cref="Words"/> should not wait for the period.</summary>
    public Nudge Nudge { get; init; } = new();

    /// <summary>The least time between two rounds of words that were nudged.</summary>
    public TimeSpan NudgeEvery { get; init; } = TimeSpan.FromMilliseconds(10);

    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often is told of tool servers where nothing but times changed.</summary>
    public TimeSpan TimesEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>An unanswered ping after this much silence, and as long again for the answer, ends the connection.</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A stream that lived as long is healthy: the next wait begins small again.</summary>
    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the last report may take at the end.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(1);
}
