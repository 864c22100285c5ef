using System.Net;
using System.Net.Sockets;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress;

/// <summary>What every way out has in common, whichever door it came by.</summary>
internal sealed class EgressWays(SnapshotHolder snapshots, LiveTunnels live, EgressDialer dialer, EgressClosing closing)
{
    /// <summary>Begins one. The snapshot is read here, once.</summary>
    /// <param name="id">The connection's, or the request's.</param>
    /// <param name="via">The door that it came by.</param>
    public EgressWay Open(string id, EgressVia via)
    {
        var record = closing.Open(id, via);
        record.Snapshot = snapshots.Current;
        record.Verdict = EgressVerdict.Deny(EgressReason.NotReady);
        return new(record);
    }

    /// <summary>
    /// Counts it among the open ones, where rules that come later find it; false where there are too many, or where rules that came since deny it, which then is the verdict: it is not begun, not even to be
    /// cut at once.
    /// </summary>
    /// <param name="way">Its verdict is no denial.</param>
    /// <param name="isHandedOver">Whether it is served here; else its bytes are tunnelled.</param>
    public bool TryAdmit(EgressWay way, bool isHandedOver)
    {
        way.Live = live.TryOpen(way.Ask, way.Verdict, way.Record.Snapshot!, isHandedOver);
        if (way.Live is null) way.Deny(EgressReason.TooMany);
        else if (way.Live.Cut is { } cut) way.Verdict = cut;
        return way.Live is { Cut: null };
    }

    /// <summary>Connects an admitted one to where its verdict allows; null where that cannot be, which then is the verdict.</summary>
    public async Task<Socket?> DialAsync(EgressWay way)
    {
        try
        {
            var (upstream, address) = await dialer.DialAsync(TargetOf(way), way.Rules!, way.Live!.Token);
            way.Record.Connected = address;
            live.Connected(way.Live, address);
            if (way.Live.Cut is not { } cut) return upstream;
            upstream.Dispose();
            way.Verdict = cut;
        }
        catch (EgressRefusedException refused)
        {
            way.Verdict = refused.Verdict;
        }
        catch (OperationCanceledException)
        {
            way.Verdict = way.Live!.Cut ?? EgressVerdict.Deny(EgressReason.NotReady);
        }
        catch (IOException)
        {
            way.Deny(EgressReason.Unreachable);
        }

        return null;
    }

    /// <summary>Where what the verdict allows goes: to the address that was dialled, or to where the name leads.</summary>
    public static DnsEndPoint TargetOf(EgressWay way) =>
        new(way.Verdict.ByAddress || way.Ask.Name is null ? way.Ask.Dialled!.Address.ToString() : way.Ask.Name, way.Ask.Port);

    /// <summary>Ends one, exactly once each; the record is not changed after.</summary>
    public ValueTask CloseAsync(EgressWay way)
    {
        if (way.Live is { } handle)
        {
            if ((way.Record.Cut = handle.Cut) is not null) way.Record.End = EgressEnd.Cut;
            live.Close(handle);
        }

        return closing.CloseAsync(way.Record);
    }
}
