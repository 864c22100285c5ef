namespace AiGateway.Sidecar.Pipeline;

/// <summary>The bounds of the call path.</summary>
internal sealed record PipelineOptions
{
    /// <summary>The longest request body, in bytes.</summary>
    public long MaxBody { get; init; } = 8 * 1024 * 1024;

    /// <summary>The most that the bodies of all calls may hold together, in bytes.</summary>
    public long ByteBudget { get; init; } = 64 * 1024 * 1024;

    public int MaxConcurrentCalls { get; init; } = 512;

    /// <summary>How long a request's body may take to arrive.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a target may take to the first byte of a stream.</summary>
    public TimeSpan StreamFirstByteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a target may take to the first byte of a whole answer, which comes when all of it is made.</summary>
    public TimeSpan AnswerFirstByteTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a target may pause in mid-answer.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where audit records go.</summary>
    public Func<Stream> OpenJournal { get; init; } = Console.OpenStandardOutput;
}
