using System.Collections.Immutable;

namespace AiGateway.Contracts.Approvals;

/// <summary>Up: the questions that a process has open, and those that have ended within the last minutes. A whole state.</summary>
public sealed record ApprovalWord
{
    /// <summary>The process, as in <see cref="Hello.Epoch"/>.</summary>
    public required string Epoch { get; init; }

    /// <summary>Ordered by id; at most <see cref="MaxAsks"/>.</summary>
    public required ImmutableArray<ApprovalAsk> Asks { get; init; }

    /// <summary>The most questions that one process has open; a call that would make one more is refused.</summary>
    public const int MaxAsks = 32;
}
