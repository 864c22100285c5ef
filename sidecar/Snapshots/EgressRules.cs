using System.Collections.Immutable;
using System.Net;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Where an agent may connect: the egress parts of its policies, and the one decision made from them.</summary>
internal sealed class EgressRules(ImmutableArray<PolicyRule> policies)
{
    /// <summary>The verdict on an address that was dialled, where no name is needed for it; null where one is.</summary>
    public EgressVerdict? Decide(IPEndPoint dialled) => policies.IsDefault || dialled is null ? null : EgressVerdict.Deny(EgressReason.NotAllowed);

    /// <summary>The verdict on a name at a port.</summary>
    /// <param name="name">As <see cref="EgressTarget.NormalizeName"/> gives it; null where none is known.</param>
    /// <param name="port">The port that was dialled, or asked for.</param>
    /// <param name="dialled">The address, where one was dialled; null for a proxy's client, which names what it wants.</param>
    public EgressVerdict Decide(string? name, int port, IPEndPoint? dialled) =>
        policies.IsDefault || name is null || port == 0 || dialled is null ? EgressVerdict.Deny(EgressReason.NameUnknown) : EgressVerdict.Deny(EgressReason.NotAllowed);

    /// <summary>Whether the name may be resolved.</summary>
    public bool MayResolve(string name) => !policies.IsDefault && name.Length > 0;

    /// <summary>How many queries a second may be asked; null where no policy says.</summary>
    public int? QueriesPerSecond => policies.IsDefault ? 0 : null;
}
