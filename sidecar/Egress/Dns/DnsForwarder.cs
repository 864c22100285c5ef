using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>
/// Passes a query on to the pod's name servers, one after the other until one answers. One that failed its turn is asked last for a while, so that a dead server costs one query its
/// patience and not each. Nothing is kept: the agent's own library and the cluster's servers have caches, which know when a record is over; a third would only be late.
/// </summary>
internal sealed class DnsForwarder(DnsOptions options, ResolvConfFile conf, TimeProvider time)
{
    private static readonly TimeSpan Preference = TimeSpan.FromSeconds(30);

    private int _waiting;
    private Preferred? _preferred;

    /// <summary>Takes a place among those that wait; false where there is none. Who took one gives it back by <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= options.MaxWaiting) return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _waiting);

    /// <summary>The first good answer, or the last bad one where all are (as the C library takes them: SERVFAIL, NOTIMP and REFUSED are worth another server); null where none came.</summary>
    public async Task<DnsAnswer?> AskAsync(DnsQuery query, bool overTcp, CancellationToken cancellationToken)
    {
        var servers = conf.Current.Servers;
        var (first, isSilent) = (FirstOf(servers), false);
        DnsAnswer? bad = null;
        for (var turn = 0; turn < servers.Length; turn++)
        {
            var server = servers[(first + turn) % servers.Length];
            var answer = await TryAskAsync(new IPEndPoint(server, options.ServerPort), query, overTcp, options.Patience / servers.Length, cancellationToken);
            isSilent |= answer is null;
            if (answer is null) continue;
            bad?.Dispose();
            if (isSilent) Volatile.Write(ref _preferred, new(server, time.GetTimestamp()));
            if (answer.Code is not (DnsCode.ServerFailure or DnsCode.NotImplemented or DnsCode.Refused)) return answer;
            bad = answer;
        }

        return bad;
    }

    private async Task<DnsAnswer?> TryAskAsync(IPEndPoint server, DnsQuery query, bool overTcp, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return overTcp ? await DnsUpstream.AskTcpAsync(server, query, either.Token) : await DnsUpstream.AskUdpAsync(server, query, either.Token);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private int FirstOf(ImmutableArray<IPAddress> servers) =>
        Volatile.Read(ref _preferred) is { } preferred && time.GetElapsedTime(preferred.Since) < Preference ? Math.Max(servers.IndexOf(preferred.Server), 0) : 0;

    private sealed record Preferred(IPAddress Server, long Since);
}
