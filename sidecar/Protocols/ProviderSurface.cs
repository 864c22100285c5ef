using System.Net.Http.Headers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols;

/// <summary>How one dialect of providers is addressed: what it serves, at which paths, with which headers. Holds no state; the same instance serves all calls.</summary>
internal abstract class ProviderSurface
{
    /// <summary>
    /// The format in which a call goes out to this provider: the asked one where the provider takes it as it is, another of the same family where it must be translated,
    /// <see cref="WireFormat.None"/> where the provider has nothing of the kind.
    /// </summary>
    public abstract WireFormat Serve(WireFormat asked, string model, Provider provider);

    /// <summary>Path and query below the provider's base URL. What comes from the model's name is escaped.</summary>
    public abstract string PathOf(in SurfaceCall call);

    /// <summary>Whether the model's name stands in the path, and what the body says of it plays no part.</summary>
    public virtual bool NamesModelInPath(WireFormat format) => false;

    /// <summary>What stands in the body instead of the member <c>"model":"..."</c>, where it may not be there; null for the model itself.</summary>
    public virtual ReadOnlyMemory<byte>? InsteadOfModel(WireFormat format) => null;

    /// <summary>Puts on the headers that the provider wants beside the key, which is put on elsewhere. Headers of the agent that may pass are there already.</summary>
    public virtual void AddHeaders(in SurfaceCall call, HttpRequestHeaders headers)
    {
    }
}
