namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Where a page stands in its list.</summary>
/// <param name="IsKnown">Whether it is known what was asked for.</param>
/// <param name="Cursor">The cursor that was asked with; null for the first page.</param>
internal readonly record struct ListPlace(bool IsKnown, string? Cursor = null);
