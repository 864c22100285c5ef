using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>IP and MAC addresses. Those that name nobody are none: this host, loopback, broadcast and masks, networks that end in <c>.0.0</c>.</summary>
internal static class NetworkAddress
{
    public const string V4 = "(?<![0-9A-Za-z_.])" + Octet + @"\." + Octet + @"\." + Octet + @"\." + Octet + @"(?:\.?[0-9A-Za-z_])?";

    /// <summary>Global unicast (2000::/3), unique local (fc00::/7) and link-local (fe80::/10): what is in use begins with four digits, which times and names of code do not.</summary>
    public const string V6 = "(?<![0-9A-Za-z_:.])(?:[23][0-9A-Fa-f]{3}|[fF][cdCD][0-9A-Fa-f]{2}|[fF][eE][89abAB][0-9A-Fa-f])(?::[0-9A-Fa-f]{0,4}){2,7}(?![0-9A-Za-z_])";

    public const string Mac = "(?<![0-9A-Za-z_])[0-9A-Fa-f]{2}(?:[:\\-][0-9A-Fa-f]{2}){5}" + MacTail;
    public const string CiscoMac = @"(?<![0-9A-Za-z_])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}" + MacTail;

    private const string Octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private const string MacTail = @"(?:[:.\-]?[0-9A-Fa-f]|[A-Za-z_])?";
    private static readonly Context s_versions = new("version", "versions", "ver", "release", "assembly", "assemblyversion", "fileversion", "oid", "chrome", "build", "v");
    private static readonly Context s_mac = new("mac", "hwaddr", "ether", "bssid", "hardware address", "ethernet");

    public static Range? JudgeV4(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        if (text.Count('.') != 3 || !char.IsAsciiDigit(text[^1]) || !IPAddress.TryParse(text, out var address) || IsVersion(before)) return null;
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return bytes[0] is 0 or 127 or 255 || (bytes[2] == 0 && bytes[3] == 0) ? null : ..;
    }

    public static Range? JudgeV6(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        if (IsV6(text)) return ..;
        return text[^1] == ':' && IsV6(text[..^1]) ? ..^1 : null;
    }

    public static Range? JudgeMac(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        if (text.Length != 17 || text.Count(text[2]) != 5 || FollowsByte(before) || IsNobody(text)) return null;
        return text.ContainsAnyInRange('A', 'F') || text.ContainsAnyInRange('a', 'f') || (text[2] == ':' && s_mac.Names(before)) ? .. : null;
    }

    public static Range? JudgeCisco(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        if (text.Length != 14 || FollowsByte(before) || IsNobody(text)) return null;
        return text.ContainsAnyInRange('A', 'F') || text.ContainsAnyInRange('a', 'f') ? .. : null;
    }

    private static bool IsV6(ReadOnlySpan<char> text) => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Behind a name and a slash, as in <c>Chrome/120.0.6.1</c>, and behind words that name versions.</summary>
    private static bool IsVersion(ReadOnlySpan<char> before) =>
        (before.Length > 1 && before[^1] == '/' && char.IsLetterOrDigit(before[^2])) || s_versions.StandsRight(before[^Math.Min(before.Length, 24)..]);

    /// <summary>Whether it is a part of a longer run of bytes, such as a fingerprint.</summary>
    private static bool FollowsByte(ReadOnlySpan<char> before) => before.Length > 1 && before[^1] is ':' or '-' or '.' && char.IsAsciiHexDigit(before[^2]);

    private static bool IsNobody(ReadOnlySpan<char> text) => text.IndexOfAnyExcept("0:.-") < 0 || text.IndexOfAnyExcept("fF:.-") < 0;
}
