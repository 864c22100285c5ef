namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What came of a page of tools that the gateway asked for by itself.</summary>
/// <param name="IsRead">False where the answer is an error, or no list of tools.</param>
/// <param name="Next">The cursor of the next page; null where this was the last.</param>
internal readonly record struct ToolListing(bool IsRead, string? Next = null);
