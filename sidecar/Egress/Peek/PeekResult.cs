using System.Collections.Immutable;

namespace AiGateway.Sidecar.Egress.Peek;

/// <summary>What the first bytes of a connection say of it.</summary>
/// <param name="Kind">What they are.</param>
internal readonly record struct PeekResult(PeekKind Kind)
{
    private readonly ImmutableArray<string> _protocols;

    /// <summary>The server's name that a ClientHello gives, as rules compare it; null where it gives none, or an encrypted one.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the ClientHello has an encrypted one inside (RFC 9849), or what looks like one: what it gives as the name may then not be the one that is asked for, and is not told.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The protocols that a ClientHello offers (RFC 7301), in its order, as <c>h2</c> and <c>http/1.1</c>; empty where it names none. Bytes that are no ASCII are told as <c>?</c>.</summary>
    public ImmutableArray<string> Protocols
    {
        get => _protocols.IsDefault ? [] : _protocols;
        init => _protocols = value;
    }
}
