using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace AiGateway.Contracts;

/// <summary>
/// Reads and writes the wire. One form only: members in declaration order, no white space, no nulls, so that equal rules are equal
/// bytes and the revision is their hash.
/// </summary>
public static class BundleJson
{
    /// <summary>The canonical bytes of rules.</summary>
    public static byte[] WriteRules(BundleRules rules) => JsonSerializer.SerializeToUtf8Bytes(rules, RulesJsonContext.Default.BundleRules);

    /// <summary>Reads rules strictly.</summary>
    /// <exception cref="JsonException">A member is unknown, repeated, missing or of the wrong type.</exception>
    public static BundleRules ReadRules(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, RulesJsonContext.Default.BundleRules) ?? throw new JsonException("rules must be an object");

    /// <summary>The rules' bytes inside a bundle that was read.</summary>
    public static ReadOnlySpan<byte> RawRules(Bundle bundle) => JsonMarshal.GetRawUtf8Value(bundle.Rules);

    /// <summary>SHA-256 of the bytes in lower-case hexadecimal.</summary>
    public static string Revision(ReadOnlySpan<byte> rules) => Convert.ToHexStringLower(SHA256.HashData(rules));

    /// <summary>One line, without the newline.</summary>
    public static byte[] WriteLine(Envelope envelope) => JsonSerializer.SerializeToUtf8Bytes(envelope, BundleJsonContext.Default.Envelope);

    /// <summary>Reads one line, without its newline.</summary>
    /// <exception cref="JsonException">The line is not an envelope.</exception>
    public static Envelope ReadLine(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, BundleJsonContext.Default.Envelope) ?? throw new JsonException("a line must be an object");

    /// <summary>
    /// One bundle line, without the newline, in two parts: the head made for one pod, then the shared rules' bytes, then the two closing
    /// braces. A sender writes the three after each other and copies no rules.
    /// </summary>
    public static byte[] WriteBundleHead(Bundle head)
    {
        var line = WriteLine(new Envelope { Type = EnvelopeTypes.Bundle, Bundle = head with { Rules = EmptyRules } });
        return line[..^BundleTail.Length][..^EmptyObjectBytes];
    }

    /// <summary>What closes a bundle line after the rules.</summary>
    public static ReadOnlySpan<byte> BundleTail => "}}"u8;

    private const int EmptyObjectBytes = 2;

    /// <summary>An empty object: what stands for the rules in a head.</summary>
    public static JsonElement EmptyRules { get; } = JsonDocument.Parse("{}"u8.ToArray()).RootElement;
}
