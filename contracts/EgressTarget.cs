using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Contracts;

/// <summary>
/// Somewhere outside, as egress rules name it: a host (<c>api.github.com</c>), the hosts below a name (<c>*.pypi.org</c>), or a range of addresses
/// (<c>10.96.0.0/12:5432</c>, <c>[fd00::/8]:443</c>), each with a port, a range of ports (<c>:8000-8999</c>) or all of them (<c>:*</c>). A host without ports
/// means 443 and 80; a range of addresses says its ports.
/// </summary>
public sealed record EgressTarget
{
    /// <summary>The longest text, in characters: a name of 253 and what stands around it.</summary>
    public const int MaxLength = 280;

    private const int MaxName = 253;
    private const int MaxLabel = 63;
    private const string Below = "*.";

    private EgressTarget()
    {
    }

    /// <summary>The host in lower case, without a final dot; <c>*.</c> before it for the hosts below it. Null for a range of addresses.</summary>
    public string? Host { get; private init; }

    /// <summary>The addresses; null for a host.</summary>
    public IPNetwork? Network { get; private init; }

    /// <summary>The first and the last port; null for a host that names none.</summary>
    public (int First, int Last)? Ports { get; private init; }

    /// <summary>Reads a target; where there is none, the problem says what is wrong, in words that follow the field's name.</summary>
    public static bool TryParse(string? text, out EgressTarget target, out string problem)
    {
        target = new();
        problem = "";
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength) return Fail("must be a host, *.host, or a range of addresses with its ports", out problem);
        var (place, portText) = Split(text);
        if (text[0] == '[' && !place.Contains(':', StringComparison.Ordinal)) return Fail("must have brackets around IPv6 alone", out problem);
        (int First, int Last)? ports = null;
        if (portText is not null && (ports = ReadPorts(portText)) is null) return Fail("must end in :port, :first-last or :*, with ports from 1 to 65535", out problem);
        if (place.Contains('/', StringComparison.Ordinal) || IPAddress.TryParse(place, out _)) return TryReadNetwork(place, ports, out target, out problem);
        return TryReadHost(place, ports, out target, out problem);
    }

    /// <summary>Whether this is the host of that name, in any case and with or without a final dot, at that port. False for a range of addresses.</summary>
    public bool Matches(string name, int port) => Host is not null && Covers(port) && MatchesName(name);

    /// <summary>Whether the name is this host, whatever the port.</summary>
    public bool MatchesName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Host is null) return false;
        var asked = name.AsSpan().TrimEnd('.');
        if (!Host.StartsWith(Below, StringComparison.Ordinal)) return asked.Equals(Host, StringComparison.OrdinalIgnoreCase);
        return asked.Length >= Host.Length && asked.EndsWith(Host.AsSpan(1), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the address lies in the range, at that port. IPv4 inside IPv6 is judged as IPv4. False for a host.</summary>
    public bool Matches(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Network is { } network && Covers(port) && network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain);
    }

    /// <summary>Whether the port is among its ports.</summary>
    public bool Covers(int port) => Ports is { } ports ? port >= ports.First && port <= ports.Last : port is 443 or 80;

    /// <summary>
    /// The name as rules compare it; null where it is none of a host: bounded, of letters, digits, hyphens and underscores between dots, and nothing that resolvers take for an
    /// address (<c>0x7f000001</c>).
    /// </summary>
    public static string? NormalizeName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.EndsWith('.') ? name[..^1] : name;
        return IsName(plain) && !IPAddress.TryParse(plain, out _) ? plain.ToLowerInvariant() : null;
    }

    /// <summary>As it is written in a rule.</summary>
    public override string ToString()
    {
        var place = Host ?? (Network is { BaseAddress.AddressFamily: AddressFamily.InterNetworkV6 } ? $"[{Network}]" : $"{Network}");
        return Ports switch
        {
            null => place,
            (1, 65535) => place + ":*",
            var (first, last) when first == last => string.Create(CultureInfo.InvariantCulture, $"{place}:{first}"),
            var (first, last) => string.Create(CultureInfo.InvariantCulture, $"{place}:{first}-{last}"),
        };
    }

    private static (string Place, string? Ports) Split(string text)
    {
        if (text[0] == '[')
        {
            var close = text.IndexOf(']', StringComparison.Ordinal);
            if (close < 0) return (text, null);
            return (text[1..close], close + 1 == text.Length ? null : text[close + 1] == ':' ? text[(close + 2)..] : "?");
        }

        var colon = text.LastIndexOf(':');
        return colon < 0 || text.IndexOf(':', StringComparison.Ordinal) != colon ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static (int First, int Last)? ReadPorts(string text)
    {
        if (text == "*") return (1, 65535);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (from, to) = dash < 0 ? (text, text) : (text[..dash], text[(dash + 1)..]);
        return TryReadPort(from, out var first) && TryReadPort(to, out var last) && first <= last ? (first, last) : null;
    }

    private static bool TryReadPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535 && text[0] != '0';

    private static bool TryReadNetwork(string place, (int First, int Last)? ports, out EgressTarget target, out string problem)
    {
        target = new();
        var text = place.Contains('/', StringComparison.Ordinal) ? place : place + (place.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
        if (!IPNetwork.TryParse(text, out var network) || !IsPlain(network.BaseAddress, text[..text.IndexOf('/', StringComparison.Ordinal)]))
            return Fail("must be a range of addresses as 10.96.0.0/12, in decimal numbers, its lower bits zero", out problem);
        if (network.BaseAddress.IsIPv4MappedToIPv6) return Fail("must name an IPv4 range as IPv4", out problem);
        if (ports is null) return Fail("must say its ports, as 10.96.0.0/12:5432 or [fd00::/8]:*", out problem);
        problem = "";
        target = new() { Network = network, Ports = ports };
        return true;
    }

    /// <summary>The first address of its range, of IPv4 in four decimal numbers (010.0.0.1 is 8.0.0.1 to some readers and 10.0.0.1 to others), of IPv6 without a zone.</summary>
    private static bool IsPlain(IPAddress first, string text) => first.AddressFamily == AddressFamily.InterNetwork
        ? text == first.ToString()
        : !text.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(text, out var written) && written.Equals(first);

    private static bool TryReadHost(string place, (int First, int Last)? ports, out EgressTarget target, out string problem)
    {
        target = new();
        var name = place.StartsWith(Below, StringComparison.Ordinal) ? place[2..] : place;
        if (!IsName(name)) return Fail("must be the name of a host, as api.github.com, or *.github.com for those below it", out problem);
        if (AddressGuard.RefuseHost(name) is { } refused) return Fail($"may not be reached: {refused}", out problem);
        problem = "";
        target = new() { Host = place.ToLowerInvariant(), Ports = ports };
        return true;
    }

    /// <summary>A name as resolvers take it (RFC 1123, section 2.1), with the underscores that service records have (RFC 2782). Four numbers are an address and no name.</summary>
    private static bool IsName(string name)
    {
        if (name.Length is 0 or > MaxName) return false;
        foreach (var part in name.AsSpan().Split('.'))
        {
            var label = name.AsSpan()[part];
            if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-') return false;
            foreach (var letter in label)
            {
                if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')) return false;
            }
        }

        return !char.IsAsciiDigit(name[^1]) || name.AsSpan()[(name.LastIndexOf('.') + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private static bool Fail(string what, out string problem)
    {
        problem = what;
        return false;
    }
}
