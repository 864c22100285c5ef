using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Where a client wants to go, as it says it in a CONNECT or in a Host (RFC 9110, section 7.2): a name or an address, with or without a port. Read strictly: no user, no zone, no spelling of
/// an address but the usual one, so that what is judged is what every reader behind takes it for.
/// </summary>
/// <param name="Name">The name as rules compare it; null for an address.</param>
/// <param name="Address">The address; null for a name.</param>
/// <param name="Port">The port; null where none is said.</param>
internal readonly record struct Authority(string? Name, IPAddress? Address, int? Port)
{
    /// <summary>A name of 253, its final dot, brackets and a port, in characters.</summary>
    public const int MaxLength = 264;

    /// <summary>Reads one; null where there is none.</summary>
    public static Authority? Read(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxLength) return null;
        if (text[0] == '[') return ReadIpv6(text);
        var colon = text.IndexOf(':');
        var port = 0;
        if (colon >= 0 && !TryReadPort(text[(colon + 1)..], out port)) return null;
        var host = colon < 0 ? text : text[..colon];
        int? said = colon < 0 ? null : port;
        if (IPAddress.TryParse(host, out var address)) return host.SequenceEqual(address.ToString()) ? new(null, address, said) : null;
        return EgressTarget.NormalizeName(host.ToString()) is { } name ? new(name, null, said) : null;
    }

    private static Authority? ReadIpv6(ReadOnlySpan<char> text)
    {
        var close = text.IndexOf(']');
        if (close < 0) return null;
        var host = text[1..close];
        var rest = text[(close + 1)..];
        if (host.ContainsAny('%', '/', '[') || !IPAddress.TryParse(host, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        var port = 0;
        if (!rest.IsEmpty && (rest[0] != ':' || !TryReadPort(rest[1..], out port))) return null;
        return new(null, address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, rest.IsEmpty ? null : port);
    }

    private static bool TryReadPort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535 && text[0] != '0';
}
