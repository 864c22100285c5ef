namespace AiGateway.Probe.Attempts;

/// <summary>Every way round the sidecar that is known; each is to be refused.</summary>
internal static class Attacks
{
    public static IEnumerable<Attempt> All => [.. Addresses.All, .. Names.All, .. Proxies.All, .. Interceptions.All, .. Resolvers.All, .. Privileges.All, .. Neighbours.All];
}
