using System.Buffers;
using System.Text;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// The head of a CONNECT (RFC 9110, section 9.3.6; RFC 9112, section 3.2.3), read strictly: one line, an authority with its port, fields of the usual form, and no body. Clients' libraries
/// still ask in HTTP/1.0, so both versions are taken.
/// </summary>
internal static class ConnectHead
{
    /// <summary>The longest, in bytes.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>The most fields.</summary>
    public const int MaxFields = 100;

    private static readonly SearchValues<byte> s_token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>What every such request begins with.</summary>
    public static ReadOnlySpan<byte> Method => "CONNECT "u8;

    /// <summary>What ends the head.</summary>
    public static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <summary>Reads a head, from its first byte to the empty line's last; null where it is none.</summary>
    public static Authority? Read(ReadOnlySpan<byte> head)
    {
        if (head.Length > MaxBytes || !head.StartsWith(Method) || !head.EndsWith(End)) return null;
        head = head[..^2];
        var end = head.IndexOf("\r\n"u8);
        return AreFields(head[(end + 2)..]) ? ReadTarget(head[Method.Length..end]) : null;
    }

    private static Authority? ReadTarget(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        if (space < 0 || !(line[(space + 1)..].SequenceEqual("HTTP/1.1"u8) || line[(space + 1)..].SequenceEqual("HTTP/1.0"u8))) return null;
        var target = line[..space];
        if (target.Length > Authority.MaxLength || !Ascii.IsValid(target)) return null;
        Span<char> text = stackalloc char[Authority.MaxLength];
        return Authority.Read(text[..Encoding.ASCII.GetChars(target, text)]) is { Port: not null } authority ? authority : null;
    }

    private static bool AreFields(ReadOnlySpan<byte> fields)
    {
        for (var count = 0; !fields.IsEmpty; count++)
        {
            var end = fields.IndexOf("\r\n"u8);
            if (count == MaxFields || !IsField(fields[..end])) return false;
            fields = fields[(end + 2)..];
        }

        return true;
    }

    /// <summary>A body would be read as the tunnel's first bytes by one, and left out by another.</summary>
    private static bool IsField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(s_token)) return false;
        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        foreach (var letter in value)
        {
            if (letter is < 0x20 and not (byte)'\t' or 0x7f) return false;
        }

        if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8)) return false;
        return !Ascii.EqualsIgnoreCase(name, "Content-Length"u8) || value.SequenceEqual("0"u8);
    }
}
