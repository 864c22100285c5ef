using System.Text;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The revisions of MCP that are served, by the dates that name them (MCP, versioning).</summary>
internal static class McpVersions
{
    /// <summary>What is spoken where nothing names a version (MCP 2025-06-18, transports): the only revision with batches.</summary>
    public const string Unstated = "2025-03-26";

    /// <summary>The longest version that is read at all.</summary>
    public const int MaxLength = 64;

    private const string ModernOne = "2026-07-28";

    private static readonly string[] s_legacy = ["2025-11-25", "2025-06-18", Unstated, "2024-11-05"];

    /// <summary>Those that carry their version in each message, the newest first.</summary>
    public static IReadOnlyList<string> Modern { get; } = [ModernOne];

    /// <summary>All of them, the newest first.</summary>
    public static IReadOnlyList<string> All { get; } = [ModernOne, .. s_legacy];

    /// <summary>The revision of this name; null for one that is not served.</summary>
    public static string? Find(string name) => All.FirstOrDefault(known => known == name);

    public static bool IsModern(string version) => version == ModernOne;

    /// <summary>The text, without a new string where it names a revision that is served.</summary>
    public static string TextOf(ReadOnlySpan<byte> name)
    {
        foreach (var known in All)
        {
            if (Ascii.Equals(name, known)) return known;
        }

        return Encoding.UTF8.GetString(name);
    }
}
