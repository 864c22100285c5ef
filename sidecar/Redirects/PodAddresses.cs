using System.Net;

namespace AiGateway.Sidecar.Redirects;

/// <summary>The pod's IPv6 addresses other than loopback, as <c>/proc/net/if_inet6</c> lists them (proc(5)): none where IPv6 is off, whether by boot, by sysctl or for want of an interface.</summary>
internal static class PodAddresses
{
    private const string List = "/proc/net/if_inet6";
    private const int AddressDigits = 32;

    public static IReadOnlyList<IPAddress> ReadIPv6() => File.Exists(List) ? Parse(File.ReadLines(List)) : [];

    public static IReadOnlyList<IPAddress> Parse(IEnumerable<string> lines) =>
    [
        .. lines.Where(line => line.Length > AddressDigits).Order(StringComparer.Ordinal)
            .Select(line => new IPAddress(Convert.FromHexString(line.AsSpan(0, AddressDigits))))
            .Where(address => !IPAddress.IsLoopback(address)),
    ];
}
