namespace AiGateway.Fakes.Mcp.Protocol;

/// <summary>The revisions of the protocol, by the era that they belong to (MCP 2026-07-28, basic/versioning, "Terminology").</summary>
internal static class Revisions
{
    /// <summary>Every request describes itself; there is no session.</summary>
    public const string Modern = "2026-07-28";

    /// <summary>The newest with a handshake, sessions and resumption.</summary>
    public const string NewestLegacy = "2025-11-25";

    /// <summary>The one that allows batches; also what a request without a version header means.</summary>
    public const string Batching = "2025-03-26";

    /// <summary>The one of the transport with two URLs.</summary>
    public const string TwoUrls = "2024-11-05";

    private static readonly string[] Legacy = [NewestLegacy, "2025-06-18", Batching, TwoUrls];

    /// <summary>All, newest first.</summary>
    public static IEnumerable<string> All => [Modern, .. Legacy];

    public static bool IsLegacy(string version) => Legacy.Contains(version, StringComparer.Ordinal);

    /// <summary>Whether the first revision is at least as new as the second; both are dates.</summary>
    public static bool IsAtLeast(string version, string than) => string.CompareOrdinal(version, than) >= 0;
}
