namespace AiGateway.Conformance.Tests.Legs;

/// <summary>
/// A scenario in which the suite plays the server, and the path that it serves then. Those about OAuth are not here: an agent holds no credential of a tool server, the gateway does.
/// </summary>
public sealed record ClientLeg(string Scenario, string Revision, string Path = "/")
{
    internal static readonly ClientLeg[] All =
    [
        new("initialize", "2025-11-25"),
        new("tools_call", "2025-11-25", "/mcp"),
        new("elicitation-sep1034-client-defaults", "2025-11-25", "/mcp"),
        new("sse-retry", "2025-11-25"),
        new("tools_call", "2026-07-28", "/mcp"),
        new("request-metadata", "2026-07-28"),
        new("http-standard-headers", "2026-07-28"),
        new("http-custom-headers", "2026-07-28"),
        new("http-invalid-tool-headers", "2026-07-28"),
        new("sep-2322-client-request-state", "2026-07-28", "/mcp"),
    ];

    internal static ClientLeg Find(string scenario, string revision) => All.Single(leg => leg.Scenario == scenario && leg.Revision == revision);

    /// <summary>The name of the McpServer that stands for it.</summary>
    internal string Server => $"{Scenario.Replace('_', '-')}-{Revision}";
}
