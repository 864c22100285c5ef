using System.Collections.Immutable;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>A list of tools of which pages are still to come.</summary>
/// <param name="Next">The cursor of the next page.</param>
/// <param name="Expiries">How often the server's tools had expired when it began.</param>
/// <param name="Tools">What stood on the pages so far, bounded.</param>
internal sealed record OpenList(string Next, int Expiries, ImmutableArray<ToolDefinition> Tools)
{
    /// <summary>The lists of one server that are open at once; the oldest is given up.</summary>
    public const int Most = 4;

    /// <summary>The longest cursor; a list with a longer one is not followed.</summary>
    public const int MaxCursor = 4096;
}
