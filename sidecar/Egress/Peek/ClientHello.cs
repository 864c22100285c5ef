using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Egress.Peek;

/// <summary>
/// Reads a whole ClientHello (RFC 8446, section 4.1.2): the server's name (RFC 6066, section 3) and the protocols offered (RFC 7301, section 3.1). Strict: what two readers could
/// read differently is malformed, since the server must not see another name than the one that was judged.
/// </summary>
internal static class ClientHello
{
    private const int Random = 32;
    private const int MostSessionId = 32;
    private const ushort ServerName = 0;
    private const ushort ApplicationProtocols = 16;
    private const ushort EncryptedClientHello = 0xfe0d;
    private const byte HostName = 0;
    private const int MostExtensions = 128;
    private const int MostProtocols = 64;

    private static readonly PeekResult s_malformed = new(PeekKind.Malformed);

    /// <param name="body">The message without its type and length.</param>
    public static PeekResult Read(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        if (!reader.TryReadUInt16(out var version) || version >> 8 != 3 || !reader.TryRead(Random, out _)) return s_malformed;
        if (!reader.TryReadVector8(out var session) || session.Length > MostSessionId) return s_malformed;
        if (!reader.TryReadVector16(out var suites) || suites.IsEmpty || suites.Length % 2 != 0) return s_malformed;
        if (!reader.TryReadVector8(out var compressions) || compressions.IsEmpty) return s_malformed;
        if (reader.IsEmpty) return new(PeekKind.Tls); // TLS 1.2 without extensions (RFC 5246, section 7.4.1.2).
        return reader.TryReadVector16(out var extensions) && reader.IsEmpty ? ReadExtensions(extensions) : s_malformed;
    }

    private static PeekResult ReadExtensions(ReadOnlySpan<byte> bytes)
    {
        Span<ushort> seen = stackalloc ushort[MostExtensions];
        var count = 0;
        var result = new PeekResult(PeekKind.Tls);
        for (var reader = new ByteReader(bytes); !reader.IsEmpty;)
        {
            if (!reader.TryReadUInt16(out var type) || !reader.TryReadVector16(out var data)) return s_malformed;
            if (count == MostExtensions || seen[..count].Contains(type)) return s_malformed;
            seen[count++] = type;
            if (type == EncryptedClientHello) result = result with { IsEncrypted = true };
            if (type == ServerName && !TryReadName(data, ref result)) return s_malformed;
            if (type == ApplicationProtocols && !TryReadProtocols(data, ref result)) return s_malformed;
        }

        return result.IsEncrypted ? result with { Name = null } : result;
    }

    /// <summary>One name, of the one type that there is. An address is none (RFC 6066, section 3).</summary>
    private static bool TryReadName(ReadOnlySpan<byte> data, ref PeekResult result)
    {
        var reader = new ByteReader(data);
        if (!reader.TryReadVector16(out var list) || !reader.IsEmpty) return false;
        var names = new ByteReader(list);
        if (!names.TryReadByte(out var type) || type != HostName || !names.TryReadVector16(out var name) || !names.IsEmpty) return false;
        if (!Ascii.IsValid(name) || EgressTarget.NormalizeName(Encoding.ASCII.GetString(name)) is not { } host) return false;
        result = result with { Name = host };
        return true;
    }

    private static bool TryReadProtocols(ReadOnlySpan<byte> data, ref PeekResult result)
    {
        var reader = new ByteReader(data);
        if (!reader.TryReadVector16(out var list) || list.IsEmpty || !reader.IsEmpty) return false;
        var protocols = ImmutableArray.CreateBuilder<string>();
        for (var names = new ByteReader(list); !names.IsEmpty;)
        {
            if (protocols.Count == MostProtocols || !names.TryReadVector8(out var name) || name.IsEmpty) return false;
            protocols.Add(Encoding.ASCII.GetString(name));
        }

        result = result with { Protocols = protocols.ToImmutable() };
        return true;
    }
}
