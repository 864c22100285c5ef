namespace AiGateway.Operator.Watchdog;

/// <summary>What has become of an eviction.</summary>
internal enum ReplacementVerdict
{
    /// <summary>The new pod is not there, not ready, or not old enough to be judged.</summary>
    Waiting,

    /// <summary>The new pod is ready, and what the old one was evicted for is not found with it.</summary>
    Better,

    /// <summary>It is found with the new one too.</summary>
    NoBetter,

    /// <summary>None came for too long: it may be refused at admission, or the owner wants fewer pods.</summary>
    NotMade,
}
