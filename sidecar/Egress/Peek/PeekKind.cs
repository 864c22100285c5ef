namespace AiGateway.Sidecar.Egress.Peek;

/// <summary>What the first bytes of a connection are. All but the first are final: more bytes never change them.</summary>
internal enum PeekKind
{
    /// <summary>Not to be told yet. Where no more come in time, no name is known.</summary>
    NeedMore,

    /// <summary>A TLS ClientHello, whole.</summary>
    Tls,

    /// <summary>The beginning of an HTTP/1 request.</summary>
    Http,

    /// <summary>The preface of HTTP/2 without TLS.</summary>
    Http2,

    /// <summary>Neither: no name is known.</summary>
    Unknown,

    /// <summary>It began as TLS, and is not what RFC 8446 lets a client send, or longer than it may be.</summary>
    Malformed,
}
