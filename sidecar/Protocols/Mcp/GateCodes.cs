namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The codes of JSON-RPC errors that the gate reads or writes. Its own lie outside of what JSON-RPC and MCP keep for themselves.</summary>
internal static class GateCodes
{
    /// <summary>A policy does not allow it.</summary>
    public const int Denied = 403;

    /// <summary>The server's answer cannot be read.</summary>
    public const int BadAnswer = 502;

    /// <summary>Method not found (JSON-RPC 2.0, section 5.1).</summary>
    public const int NoSuchMethod = -32601;

    /// <summary>URLElicitationRequired (MCP 2025-11-25).</summary>
    public const int ElicitationRequired = -32042;
}
