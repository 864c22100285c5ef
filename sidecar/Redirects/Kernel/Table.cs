using System.Collections.Immutable;

namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>A table of nf_tables that is ours alone: it is replaced whole.</summary>
internal sealed record Table(Family Family, string Name, ImmutableArray<Chain> Chains)
{
    /// <summary>As nft(8) prints it, after the word table.</summary>
    public string Title => $"{(Family == Family.Ip ? "ip" : "ip6")} {Name}";

    public int RuleCount => Chains.Sum(chain => chain.Rules.Length);
}
