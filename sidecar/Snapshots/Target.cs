using System.Text.Json;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>One place where a route's calls can go.</summary>
internal sealed class Target
{
    public required Provider Provider { get; init; }

    /// <summary>The provider's name of the model; null passes the asked name on.</summary>
    public required string? Model { get; init; }

    /// <summary><see cref="Model"/> as a JSON string with its quotes, ready to be spliced into a body; null where it is.</summary>
    public required JsonEncodedText? ModelJson { get; init; }
}
