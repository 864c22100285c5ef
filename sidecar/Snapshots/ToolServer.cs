using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>A tool server, ready to be called. What is learnt of it (its tools, its tasks) survives a swap and is not in here.</summary>
internal sealed class ToolServer
{
    /// <summary>As the path and the policies have it.</summary>
    public required string Name { get; init; }

    /// <summary>The way there: the server as the only target. Its provider's <see cref="Provider.Name"/> is the McpServer as <c>namespace/name</c>, its base URL the endpoint.</summary>
    public required ModelRoute Route { get; init; }

    public McpTransport Transport { get; init; }

    /// <summary>Further headers of each request; revealed where the request is made and nowhere else.</summary>
    public ImmutableArray<McpHeaderRule> Headers { get; init; } = [];

    public PinningMode Pinning { get; init; }

    /// <summary>The approved hashes by name; <see cref="ToolPin.Instructions"/> for the instructions.</summary>
    public FrozenDictionary<string, ImmutableArray<string>> Approved { get; init; } = FrozenDictionary<string, ImmutableArray<string>>.Empty;

    public Provider Provider => Route.Targets[0].Provider;

    /// <summary>Whether the definition of this hash may be used under this name. Where nothing is pinned, every one may.</summary>
    public bool Approves(string name, string hash) =>
        Pinning == PinningMode.Off || (Approved.TryGetValue(name, out var hashes) && hashes.Contains(hash, StringComparer.Ordinal));
}
