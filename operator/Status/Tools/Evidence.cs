using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Tools;

/// <summary>What a server's tools are judged by. Arrays are compared by reference: equal evidence has been judged, other evidence may be the same and is judged again.</summary>
internal sealed record Evidence
{
    public required McpServerSpec Spec { get; init; }

    /// <summary>The newest list; null where nobody tells of one any more.</summary>
    public required ImmutableArray<SeenTool>? Listed { get; init; }

    /// <summary>The tools as they stood before, where nobody tells of a list.</summary>
    public required ImmutableArray<ToolStatus> Kept { get; init; }

    /// <summary>Null where no list was ever seen.</summary>
    public required int? Count { get; init; }

    public required string? Instructions { get; init; }

    /// <summary>What sidecars tell, and beside it what the status said before: an approval counts though no sidecar is there.</summary>
    public static Evidence Of(McpServerSpec spec, Sight sight, McpServerStatus? before)
    {
        var isListed = sight.ListedAt is not null;
        return new()
        {
            Spec = spec,
            Listed = isListed ? sight.Tools : null,
            Kept = isListed || before is null ? [] : before.Tools,
            Count = isListed ? sight.Tools.Length : before?.ToolCount,
            Instructions = sight.Instructions ?? before?.InstructionsHash,
        };
    }
}
