namespace AiGateway.Sidecar.Conversations;

/// <summary>One message: who, and what. Neighbours of one role are not merged here; a writer whose dialect wants turns to alternate merges them.</summary>
internal sealed record Turn
{
    public required Role Role { get; init; }

    public required IReadOnlyList<Part> Parts { get; init; }

    /// <summary>Where it stands in the request, in its own words: <c>messages[2]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The participant's name, where the dialect has one.</summary>
    public string? Name { get; init; }
}
