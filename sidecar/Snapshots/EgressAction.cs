namespace AiGateway.Sidecar.Snapshots;

/// <summary>What becomes of a connection. The default is a denial.</summary>
internal enum EgressAction
{
    Deny,

    /// <summary>Bytes pass unread, to the address that was judged.</summary>
    Tunnel,

    /// <summary>TLS ends here, and each request walks the hall.</summary>
    Intercept,
}
