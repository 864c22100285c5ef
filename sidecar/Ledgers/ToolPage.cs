using System.Collections.Immutable;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>A page of a server's list of tools.</summary>
internal sealed record ToolPage
{
    /// <summary>The tools on it, each name once.</summary>
    public required ImmutableArray<ToolDefinition> Tools { get; init; }

    /// <summary>The cursor that it was asked for with; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The cursor of the page behind it; null for the last page.</summary>
    public string? Next { get; init; }

    /// <summary>Whether it is known what was asked for. A page of a stream that was taken up again tells of its tools, and ends no list.</summary>
    public required bool IsPlaced { get; init; }
}
