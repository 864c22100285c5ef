using System.Net;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Reconcile;

/// <summary>Who leads, and where. The Lease's identity carries the leader's address; without a cluster the one process leads.</summary>
internal sealed class LeaderSeat(LeaderElection? election, OperatorOptions options)
{
    private static readonly int UsualPort = new OperatorOptions().StreamPort;

    public bool Leads => election is null || election.IsLeader;

    /// <summary>Where the leader hears relays; null where this replica leads, or nobody is known to.</summary>
    public Uri? Address => election is null || election.IsLeader ? null : AddressOf(election.Current.Holder, options);

    /// <summary>What this replica writes into the Lease: its name and where it is reached; with the port where that is not the usual one.</summary>
    public static string IdentityOf(OperatorOptions options) =>
        $"{options.PodName}_{(options.StreamPort == UsualPort ? options.PodIp : new IPEndPoint(IPAddress.Parse(options.PodIp), options.StreamPort).ToString())}";

    internal static Uri? AddressOf(string? identity, OperatorOptions options)
    {
        if (identity is null || identity == IdentityOf(options)) return null;
        var place = identity[(identity.LastIndexOf('_') + 1)..];
        if (!place.StartsWith('[') && IPAddress.TryParse(place, out var address)) return At(address, UsualPort); // It would read [::1]:9000 too, and drop the port.
        return IPEndPoint.TryParse(place, out var end) && end.Port > 0 ? At(end.Address, end.Port) : null;
    }

    private static Uri At(IPAddress address, int port) => new UriBuilder("https", address.ToString(), port).Uri;
}
