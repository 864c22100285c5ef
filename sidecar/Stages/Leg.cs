using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>One try, ready to go out: the request for one target, and how what comes back is to be read.</summary>
internal sealed class Leg : IDisposable
{
    public required Target Target { get; init; }

    public required HttpRequestMessage Request { get; init; }

    /// <summary>The format that goes out.</summary>
    public required WireFormat Format { get; init; }

    /// <summary>How the answer is turned into the agent's words; null where its bytes pass as they come.</summary>
    public Translation? Translation { get; init; }

    /// <summary>What the target's dialect could not express, and was left out.</summary>
    public IReadOnlyList<string> Omitted { get; init; } = [];

    /// <summary>The body made for this try; null where the agent's own goes out.</summary>
    public Body? Made { get; init; }

    public void Dispose()
    {
        Request.Dispose();
        Made?.Dispose();
    }
}
