namespace AiGateway.Contracts;

/// <summary>The named bundle was refused; the last good one, if any, stays in force.</summary>
public sealed record Nack
{
    /// <summary>The refused revision.</summary>
    public required string Revision { get; init; }

    /// <summary>One of <see cref="NackReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>One sentence on what was wrong; never a secret.</summary>
    public required string Message { get; init; }
}
