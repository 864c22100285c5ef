namespace AiGateway.Operator.Publish;

/// <summary>One line between replicas: first who sends, then the sidecars that hang on it, then a word that this was all, then what changes; and back what the leader says to them.</summary>
internal sealed record RelayLine
{
    /// <summary>The sending replica; set on the first line.</summary>
    public string? Replica { get; init; }

    /// <summary>Set on the first line by a replica that hands on what the leader says to its sidecars; to an older one the leader says nothing.</summary>
    public bool Listens { get; init; }

    /// <summary>One sidecar's whole state, but for <see cref="Seen"/>.</summary>
    public SidecarState? Sidecar { get; init; }

    /// <summary>The tool servers that a sidecar saw; after its state, and only where they changed.</summary>
    public RelaySeen? Seen { get; init; }

    /// <summary>What a sidecar said for the leader; after its state.</summary>
    public RelayWord? Word { get; init; }

    /// <summary>From the leader: what it says to a sidecar.</summary>
    public RelayDown? Down { get; init; }

    /// <summary>What was not named since the first line is gone.</summary>
    public bool Complete { get; init; }
}
