using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Injections;

/// <summary>A known form of instructions where data should be, and how much it says by itself: from 5 (seen in many harmless texts) to 50 (enough alone).</summary>
internal sealed record Marker(int Weight, PatternRule Rule);
