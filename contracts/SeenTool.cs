namespace AiGateway.Contracts;

/// <summary>A tool's definition, as a server lists it.</summary>
public sealed record SeenTool
{
    /// <summary>The tool's name, bounded by <see cref="ToolPin.MaxName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The hash of its definition, as in <see cref="ToolPin.Hash"/>.</summary>
    public required string Hash { get; init; }
}
