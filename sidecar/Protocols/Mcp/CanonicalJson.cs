using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// JSON in the one form that the JSON Canonicalization Scheme gives it (RFC 8785), and its SHA-256: what pins and audit lines name a definition or arguments by. White space, the order of members
/// and the spelling of strings and numbers do not count. Numbers are doubles there (section 3.2.2.3): two that no double tells apart are one number. What has no such form (a repeated
/// name, half a surrogate pair, a number beyond every double), or is larger or deeper than anything that is served, has no hash.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The most bytes of a value that is read.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The bytes of a hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = MemberNames.MaxDepth };

    /// <summary>The hash of one JSON value in lower-case hexadecimal; null where it has no canonical form.</summary>
    public static string? HashOf(in ReadOnlySequence<byte> value)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        return TryHash(value, hash) ? Convert.ToHexStringLower(hash) : null;
    }

    /// <summary>As <see cref="HashOf(in ReadOnlySequence{byte})"/>.</summary>
    public static string? HashOf(ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        return TryHash(value, hash) ? Convert.ToHexStringLower(hash) : null;
    }

    /// <summary>Writes the hash of one JSON value into <paramref name="hash"/>, of <see cref="HashBytes"/>; false where it has no canonical form.</summary>
    public static bool TryHash(in ReadOnlySequence<byte> value, Span<byte> hash)
    {
        if (value.Length > MaxBytes) return false;
        var writer = new CanonicalWriter(new(value, s_options));
        return TryHash(ref writer, hash);
    }

    /// <summary>As <see cref="TryHash(in ReadOnlySequence{byte}, Span{byte})"/>.</summary>
    public static bool TryHash(ReadOnlySpan<byte> value, Span<byte> hash)
    {
        if (value.Length > MaxBytes) return false;
        var writer = new CanonicalWriter(new(value, s_options));
        return TryHash(ref writer, hash);
    }

    /// <summary>The canonical form itself; null where the value has none.</summary>
    public static byte[]? Write(in ReadOnlySequence<byte> value)
    {
        if (value.Length > MaxBytes) return null;
        var writer = new CanonicalWriter(new(value, s_options));
        var text = writer.TryWrite() ? writer.Written.ToArray() : null;
        writer.Dispose();
        return text;
    }

    private static bool TryHash(ref CanonicalWriter writer, Span<byte> hash)
    {
        var isWritten = writer.TryWrite();
        if (isWritten) SHA256.HashData(writer.Written, hash);
        writer.Dispose();
        return isWritten;
    }
}
