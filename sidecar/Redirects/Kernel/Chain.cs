using System.Collections.Immutable;

namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>A chain at the hook <c>output</c>, which every packet passes that is sent from within the pod.</summary>
/// <param name="Name">Its name in our table.</param>
/// <param name="Type"><c>nat</c> or <c>filter</c>.</param>
/// <param name="Priority">Its place beside other chains of the hook; the lower is asked first.</param>
/// <param name="Drops">Whether what no rule decides is dropped.</param>
/// <param name="Rules">In order.</param>
internal sealed record Chain(string Name, string Type, int Priority, bool Drops, ImmutableArray<Rule> Rules)
{
    /// <summary>The kernel module that holds its type where it is not part of nf_tables itself.</summary>
    public string? Module => Type == "nat" ? "nft_chain_nat" : null;
}
