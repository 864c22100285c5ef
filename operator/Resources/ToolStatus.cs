using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>One tool, as the server lists it.</summary>
public sealed record ToolStatus
{
    /// <summary>The tool's name.</summary>
    [Schema(MinLength = 1, MaxLength = 256)]
    public required string Name { get; init; }

    /// <summary>SHA-256 of its definition's canonical JSON, in hexadecimal.</summary>
    [Schema(MinLength = 64, MaxLength = 64)]
    public required string Hash { get; init; }

    /// <summary>Approved; New, where no approved definition has its name; Changed, where one has; Unpinned, where pinning is Off.</summary>
    [Schema(MaxLength = 16, Values = ["Approved", "Changed", "New", "Unpinned"])]
    public required string State { get; init; }
}
