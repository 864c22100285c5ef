namespace AiGateway.Sidecar.Calls;

/// <summary>By which door a connection came.</summary>
internal enum EgressVia
{
    /// <summary>The pod's kernel redirected it to the transparent port.</summary>
    Transparent,

    /// <summary>A proxy's client asked for a tunnel (RFC 9110, section 9.3.6).</summary>
    Connect,

    /// <summary>A request of plain HTTP, judged by itself: redirected, or in absolute form to the proxy.</summary>
    Http,
}
