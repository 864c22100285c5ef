using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>The definitions that each server was last seen to have, by their hashes: what pinning compares, and what the operator is told.</summary>
internal sealed class ToolCatalog(TimeProvider clock)
{
    /// <summary>Whether the tool may be called, as far as pinning goes.</summary>
    public PinVerdict Check(ToolServer server, string tool) // part: gates
    {
        _ = (clock, tool);
        return server.Pinning == PinningMode.Off ? PinVerdict.Approved : PinVerdict.Unknown;
    }

    /// <summary>The server's tools may be others now: what is known of it is to be listed again before the next call under Block.</summary>
    public void Expire(string server) => _ = (clock, server); // part: gates

    /// <summary>What is told to the operator; the same array as long as nothing changed.</summary>
    public ImmutableArray<SeenServer> ToSeen() => clock is null ? default : []; // part: gates
}
