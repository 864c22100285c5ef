using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>What a sidecar saw of one tool server: a whole state, which replaces what it said before.</summary>
public sealed record SeenServer
{
    /// <summary>The McpServer as <c>namespace/name</c>.</summary>
    public required string Server { get; init; }

    /// <summary>The definitions in the server's last whole list, ordered by name; bounded by <see cref="MaxTools"/>.</summary>
    public required ImmutableArray<SeenTool> Tools { get; init; }

    /// <summary>The hash of the server's instructions; null where none were seen.</summary>
    public string? Instructions { get; init; }

    /// <summary>When the server last answered, to the minute.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the list was seen, to the second: of two sidecars' words the newer counts. Null where no list was seen.</summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>The most tools of one server that are kept and told.</summary>
    public const int MaxTools = 512;
}
