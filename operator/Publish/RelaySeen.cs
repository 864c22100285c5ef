using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>
/// The tool servers that one sidecar saw, whole: a line of its own, because it is long and changes seldom, and the sidecar's state follows every report.
/// </summary>
internal sealed record RelaySeen
{
    public required string PodUid { get; init; }

    /// <summary>As in <see cref="SidecarState.Stream"/>: of another stream of the pod it says nothing.</summary>
    public required string Stream { get; init; }

    public required ImmutableArray<SeenServer> Servers { get; init; }
}
