namespace AiGateway.Sidecar.Bodies;

/// <summary>The bounds of one body.</summary>
internal sealed record BodyReaderOptions
{
    /// <summary>The longest body that is read, in bytes.</summary>
    public required long MaxBody { get; init; }

    /// <summary>How long all of it may take to arrive.</summary>
    public required TimeSpan Timeout { get; init; }
}
