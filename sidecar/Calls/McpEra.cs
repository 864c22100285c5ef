namespace AiGateway.Sidecar.Calls;

/// <summary>Which of MCP's two ways a message speaks; the body says it, and headers must agree.</summary>
internal enum McpEra
{
    /// <summary>Up to 2025-11-25: initialize, sessions, streams that go on after a break, requests of the server.</summary>
    Legacy,

    /// <summary>2026-07-28 and later: each request by itself.</summary>
    Modern,
}
