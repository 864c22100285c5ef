namespace AiGateway.Operator.Watch;

/// <summary>Which folder, and how often to look.</summary>
internal sealed record FolderSourceOptions
{
    public required string Folder { get; init; }

    public required string OperatorNamespace { get; init; }

    /// <summary>The longest time between two looks.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Nothing has changed for this long: whoever writes is done.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks for a folder that never rests, before it is read all the same.</summary>
    public int MostLooks { get; init; } = 20;
}
