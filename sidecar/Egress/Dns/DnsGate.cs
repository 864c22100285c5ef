using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>
/// Reads a message of the agent's and decides whether it goes on: the type, how many a second, and the name by the rules in force. Names below the pod's search domains may always be
/// resolved, once there are rules; without rules nothing may, since the agent is held back until there are some. A refusal is said at once, for a client that waits does harm too.
/// What an answer says is not looked into: an allowed name that points at a metadata service gains nothing, as no connection to one is let out.
/// </summary>
internal sealed class DnsGate(SnapshotHolder snapshots, ResolvConfFile conf, DnsRate rate, DnsMeters meters, DnsRefusals refusals)
{
    private const int Internet = 1;

    /// <summary>The query that goes on; else the length of what is written to the reply, where zero means to say nothing.</summary>
    public int Judge(ReadOnlySpan<byte> message, Span<byte> reply, out DnsQuery? query)
    {
        if (!DnsQueryReader.TryRead(message, out query, out var fault))
        {
            meters.AddMalformed();
            query = null;
            return fault is { } code ? DnsWriter.WriteFault(reply, message, code) : 0;
        }

        var snapshot = snapshots.Current;
        var reason = Decide(query, snapshot);
        if (reason == DnsReason.Answered) return 0;
        if (reason == DnsReason.NotListed && snapshot is not null) refusals.Add(query, snapshot);
        var length = End(query, reason, reply);
        query = null;
        return length;
    }

    /// <summary>Counts how a query ended, and writes what is said where no server said it; returns its length.</summary>
    public int End(DnsQuery query, DnsReason reason, Span<byte> reply)
    {
        meters.Add(reason, query.Type);
        return reason == DnsReason.Answered ? 0 : DnsWriter.WriteAnswer(reply, query, reason == DnsReason.NoAnswer ? DnsCode.ServerFailure : DnsCode.Refused);
    }

    private DnsReason Decide(DnsQuery query, Snapshot? snapshot)
    {
        if (snapshot is null) return DnsReason.NotReady;
        if (query.Class != Internet || DnsTypes.IsRefused(query.Type)) return DnsReason.TypeRefused;
        if (!rate.TryTake(snapshot.Egress.QueriesPerSecond ?? DnsRate.Default)) return DnsReason.Rate;
        return conf.Current.IsBelowSearch(query.Name) || snapshot.Egress.MayResolve(query.Name) ? DnsReason.Answered : DnsReason.NotListed;
    }
}
