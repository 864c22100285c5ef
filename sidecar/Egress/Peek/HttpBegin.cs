using System.Buffers;

namespace AiGateway.Sidecar.Egress.Peek;

/// <summary>
/// Tells the beginning of an HTTP/1 request (RFC 9112, section 3) or of HTTP/2 (RFC 9113, section 3.4) from anything else: a method, a space, and the first letter of a target. What
/// follows is Kestrel's to read. Other protocols of lines (SSH, SMTP) begin with a token too, but with no target behind it.
/// </summary>
internal static class HttpBegin
{
    private const int MostMethod = 32;

    /// <summary>A method's letters (RFC 9110, section 5.6.2).</summary>
    private static readonly SearchValues<byte> s_token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    private static ReadOnlySpan<byte> Connect => "CONNECT"u8;

    /// <summary>What a target begins with: a path, an asterisk, or a URL.</summary>
    private static ReadOnlySpan<byte> TargetBegins => "/*hH"u8;

    public static PeekKind Read(ReadOnlySpan<byte> begin)
    {
        if (begin.StartsWith(Preface)) return PeekKind.Http2;
        if (Preface.StartsWith(begin)) return PeekKind.NeedMore;
        var method = begin.IndexOfAnyExcept(s_token);
        if (method < 0) return begin.Length > MostMethod ? PeekKind.Unknown : PeekKind.NeedMore;
        if (method is 0 or > MostMethod || begin[method] != ' ') return PeekKind.Unknown;
        if (begin.Length == method + 1) return PeekKind.NeedMore;
        return begin[..method].SequenceEqual(Connect) || TargetBegins.Contains(begin[method + 1]) ? PeekKind.Http : PeekKind.Unknown;
    }
}
