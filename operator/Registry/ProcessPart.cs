using AiGateway.Contracts;

namespace AiGateway.Operator.Registry;

/// <summary>What of an agent's totals came from one sidecar process: totals of the process, as last counted.</summary>
internal sealed class ProcessPart
{
    public required string PodUid { get; init; }

    public required string Epoch { get; init; }

    /// <summary>Of the last report that was counted; zero where none was.</summary>
    public long Sequence { get; set; }

    /// <summary>Of the last word of used things that was counted; zero where none was.</summary>
    public long UsedSequence { get; set; }

    public Amounts Amounts { get; set; }

    /// <summary>Null where it was not kept what of the process was counted: then it begins with what it says next.</summary>
    public Dictionary<(UsedKind Kind, string Name), UseCount>? Things { get; set; } = [];

    /// <summary>When it was last heard of, or read back.</summary>
    public DateTimeOffset HeardAt { get; set; }
}
