using System.Net;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>
/// The addresses at which clouds hand credentials to machines: no base URL may name one, whatever a Secret allows. The sidecar refuses them
/// again after resolving; this only says it earlier.
/// </summary>
internal static class MetadataHosts
{
    private static readonly HashSet<IPAddress> Addresses =
    [
        IPAddress.Parse("169.254.169.254"), // AWS, Azure, Google and most others
        IPAddress.Parse("169.254.170.2"), // AWS, container credentials
        IPAddress.Parse("169.254.170.23"), // AWS, pod identity
        IPAddress.Parse("fd00:ec2::254"), // AWS over IPv6
        IPAddress.Parse("fd00:ec2::23"), // AWS, pod identity over IPv6
        IPAddress.Parse("fd20:ce::254"), // Google over IPv6
        IPAddress.Parse("100.100.100.200"), // Alibaba
        IPAddress.Parse("168.63.129.16"), // Azure, the host's agent
        IPAddress.Parse("192.0.0.192"), // Oracle
    ];

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "metadata.google.internal", "metadata.goog", "instance-data",
    };

    public static bool Contains(Uri url)
    {
        if (Names.Contains(url.IdnHost.TrimEnd('.'))) return true;
        if (!IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address)) return false;
        return Addresses.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }
}
