namespace AiGateway.Operator.Kubernetes;

/// <summary>Bounds of the connection to the API server.</summary>
internal sealed record KubeTransportOptions
{
    /// <summary>For one request with its answer, watches excepted.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection that says nothing for this long is asked whether it still lives.</summary>
    public TimeSpan PingDelay { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries of a request that is answered 429.</summary>
    public int TriesWhenBusy { get; init; } = 5;

    /// <summary>The longest wait that a Retry-After may ask for.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of the largest answer, which is a page of a list.</summary>
    public long LargestAnswer { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long a token or root file is trusted before it is read again.</summary>
    public TimeSpan FileCache { get; init; } = TimeSpan.FromSeconds(10);
}
