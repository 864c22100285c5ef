using System.Net;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What is known of a connection when it is judged: all that a new snapshot needs to judge it again.</summary>
internal readonly record struct EgressAsk
{
    /// <summary>The name that its first bytes or its proxy's client gave, as <see cref="Contracts.EgressTarget.NormalizeName"/> has it; null where it gave none, or was not asked.</summary>
    public string? Name { get; init; }

    /// <summary>The port that was dialled, or asked for.</summary>
    public required int Port { get; init; }

    /// <summary>The address that the agent dialled; null for a proxy's client, which names what it wants. An address that such a client writes counts as dialled.</summary>
    public IPEndPoint? Dialled { get; init; }

    /// <summary>Whether its first bytes were looked at for a name. Where not, rules on names cannot be carried out on it.</summary>
    public bool Peeked { get; init; }
}
