using AiGateway.Sidecar.Meters;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>Counts queries by what became of them and by type. No lock, and no label that an agent can choose freely.</summary>
internal sealed class DnsMeters
{
    private static readonly DnsReason[] s_reasons = Enum.GetValues<DnsReason>();

    private readonly long[] _counts = new long[s_reasons.Length * DnsTypes.Labels.Length];

    /// <summary>For the metrics page.</summary>
    public Counters ToCounters() => new("aigateway_dns_queries_total", "Queries of the agent to the pod's name servers, by what became of them.", Read);

    public void Add(DnsReason reason, ushort type) => Interlocked.Increment(ref _counts[IndexOf(reason, DnsTypes.IndexOf(type))]);

    /// <summary>For a message of which no type is known.</summary>
    public void AddMalformed() => Interlocked.Increment(ref _counts[IndexOf(DnsReason.Malformed, DnsTypes.Labels.Length - 1)]);

    private static int IndexOf(DnsReason reason, int type) => ((int)reason * DnsTypes.Labels.Length) + type;

    private IEnumerable<(string Labels, double Value)> Read()
    {
        foreach (var reason in s_reasons)
        {
            for (var type = 0; type < DnsTypes.Labels.Length; type++)
            {
                var count = Volatile.Read(ref _counts[IndexOf(reason, type)]);
                if (count > 0) yield return ($"decision=\"{DnsWords.DecisionOf(reason)}\",reason=\"{DnsWords.Of(reason)}\",type=\"{DnsTypes.Labels[type]}\"", count);
            }
        }
    }
}
