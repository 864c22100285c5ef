using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What a provider is asked for, as far as addresses and headers go.</summary>
/// <param name="Provider">The account.</param>
/// <param name="Format">The format that goes out.</param>
/// <param name="Model">The provider's own name of the model.</param>
/// <param name="Stream">Whether the answer comes as a stream.</param>
internal readonly record struct SurfaceCall(Provider Provider, WireFormat Format, string Model, bool Stream)
{
    /// <summary><see cref="Call.Below"/>, for formats that are never translated.</summary>
    public string Below { get; init; } = "";
}
