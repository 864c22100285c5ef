using System.Net;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Reconcile;

/// <summary>Who leads, and where. The Lease's identity carries the leader's address; without a cluster the one process leads.</summary>
internal sealed class LeaderSeat(LeaderElection? election, OperatorOptions options)
{
    public bool Leads => election is null || election.IsLeader;

    /// <summary>Where the leader hears relays; null where this replica leads, or nobody is known to.</summary>
    public Uri? Address => election is null || election.IsLeader ? null : AddressOf(election.Current.Holder, options);

    /// <summary>What this replica writes into the Lease.</summary>
    public static string IdentityOf(OperatorOptions options) => $"{options.PodName}_{options.PodIp}";

    internal static Uri? AddressOf(string? identity, OperatorOptions options)
    {
        if (identity is null || identity == IdentityOf(options)) return null;
        return IPAddress.TryParse(identity[(identity.LastIndexOf('_') + 1)..], out var address)
            ? new UriBuilder("https", address.ToString(), options.StreamPort).Uri
            : null;
    }
}
