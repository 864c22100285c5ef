using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Contracts;

/// <summary>
/// Which addresses a provider may have. Metadata services, unspecified and multicast addresses: never. Loopback and link-local: only where the
/// base URL names that very address, which then stands in the Secret's list too. IPv4 inside IPv6 (RFC 4291 mapped and compatible, RFC 6052
/// NAT64, RFC 3056 6to4) is judged as the IPv4 address that it is. Private ranges are open: a model server in the cluster has one. The operator asks
/// to say so on the resource; the sidecar asks again, and after resolving.
/// </summary>
public static class AddressGuard
{
    /// <summary>The metadata services' addresses: Amazon's (instance, container and pod identity), Google's, Alibaba's, Azure's and Oracle's. Documented by each of them.</summary>
    public static ImmutableArray<IPAddress> MetadataAddresses { get; } =
    [
        .. new[]
        {
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16", "192.0.0.192",
            "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
        }.Select(IPAddress.Parse),
    ];

    private static readonly ImmutableArray<string> MetadataNames =
        ["metadata.google.internal", "metadata.goog", "metadata", "instance-data", "instance-data.ec2.internal", "metadata.azure.internal"];

    /// <summary>Why this host may not be in a base URL; null where it may, as far as the name tells.</summary>
    public static string? RefuseHost(string host)
    {
        var name = host.TrimEnd('.');
        if (MetadataNames.Contains(name, StringComparer.OrdinalIgnoreCase)) return "the host is a metadata service";
        return IPAddress.TryParse(name, out var address) ? RefuseAddress(address, named: true) : null;
    }

    /// <summary>Why no connection may go to the address; null where one may.</summary>
    /// <param name="address">What is to be connected to.</param>
    /// <param name="named">Whether the base URL's host is this very address.</param>
    public static string? RefuseAddress(IPAddress address, bool named)
    {
        var plain = Unwrap(address);
        if (MetadataAddresses.Contains(plain)) return "the address is a metadata service";
        if (IsUnspecified(plain)) return "the address is unspecified";
        if (IsMulticast(plain)) return "the address is multicast, broadcast or reserved";
        if (named) return null;
        if (IPAddress.IsLoopback(plain)) return "the address is loopback, and the base URL does not name it";
        return IsLinkLocal(plain) ? "the address is link-local, and the base URL does not name it" : null;
    }

    /// <summary>The address that is meant: the IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4), else itself without a scope.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        if (address.IsIPv4MappedToIPv6 || bytes is [0x00, 0x64, 0xff, 0x9b, ..]) return new IPAddress(bytes.AsSpan(12));
        if (bytes is [0x20, 0x02, ..]) return new IPAddress(bytes.AsSpan(2, 4));
        return IsCompatible(bytes) ? new IPAddress(bytes.AsSpan(12)) : WithoutScope(bytes);
    }

    private static bool IsUnspecified(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes()[0] == 0 : address.Equals(IPAddress.IPv6Any);

    private static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes()[0] >= 224 : address.IsIPv6Multicast;

    private static bool IsLinkLocal(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
            ? address.GetAddressBytes() is [169, 254, ..]
            : address.IsIPv6LinkLocal || address.IsIPv6SiteLocal;

    /// <summary><c>::a.b.c.d</c>; <c>::</c> and <c>::1</c> are themselves.</summary>
    private static bool IsCompatible(byte[] bytes) =>
        !bytes.AsSpan(0, 12).ContainsAnyExcept((byte)0) && bytes.AsSpan(12).ContainsAnyExcept((byte)0) && bytes is not [.., 0, 0, 0, 1];

    private static IPAddress WithoutScope(byte[] bytes) => new(bytes);
}
