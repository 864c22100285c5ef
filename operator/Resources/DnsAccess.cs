using AiGateway.Contracts;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>What agents of redirected pods may ask of their name servers; no other server can be asked.</summary>
public sealed record DnsAccess
{
    /// <summary>Any, or Listed: only hosts that are allowed or intercepted and those of the cluster's search domains, so that names carry nothing out. Listed in any policy holds.</summary>
    public DnsNames? Names { get; init; }

    /// <summary>How many queries a second a pod may ask. Defaults to 50; the least of several policies holds.</summary>
    [Schema(Minimum = 1, Maximum = 1000)]
    public int? QueriesPerSecond { get; init; }
}
