using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>The newest word of a process, and where in it each slice is counted.</summary>
internal sealed record Visit(string PodUid, HolderId Holder, SliceWord Word, IReadOnlyList<(SliceState Slice, BookId Book)> Slices)
{
    /// <summary>It has not been answered, or something in the answer changed.</summary>
    public bool IsOwed { get; set; } = true;
}
