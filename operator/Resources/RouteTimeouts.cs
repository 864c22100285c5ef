using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>How long a target may take. Without it, the sidecar's own bounds hold.</summary>
[CelRule("!has(self.firstByte) || !has(self.total) || duration(self.firstByte) <= duration(self.total)", RuleMessages.FirstByteOrder)]
[CelRule("!has(self.idle) || !has(self.total) || duration(self.idle) <= duration(self.total)", RuleMessages.IdleOrder)]
public sealed record RouteTimeouts
{
    /// <summary>From the request to the first byte of the answer, for each try.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? FirstByte { get; init; }

    /// <summary>Between two pieces of an answer.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? Idle { get; init; }

    /// <summary>All tries together, and the whole answer.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? Total { get; init; }
}
