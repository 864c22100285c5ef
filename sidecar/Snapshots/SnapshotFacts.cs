namespace AiGateway.Sidecar.Snapshots;

/// <summary>What there is to say about the bundle in force, for readiness and metrics.</summary>
/// <param name="Revision">Of the last good bundle; null where there has been none.</param>
/// <param name="Usable">Whether calls are judged by it now.</param>
/// <param name="Connected">Whether the operator's stream is open.</param>
/// <param name="Age">Since the bundle came into force; zero where there is none.</param>
/// <param name="SinceContact">Since the operator was last heard; null where it never was.</param>
internal readonly record struct SnapshotFacts(string? Revision, bool Usable, bool Connected, TimeSpan Age, TimeSpan? SinceContact);
