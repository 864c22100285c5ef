namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>What exchanges with tool servers leave behind: answers that nobody waits for any more and that are read to their end, and the gateway's own words to a server.</summary>
internal sealed class Afterwork(TimeProvider clock) : IHostedService
{
    public const int Most = 32;

    /// <summary>How long an answer is read that its agent has left.</summary>
    public static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(60);

    /// <summary>How long a server may take to accept a message.</summary>
    public static readonly TimeSpan LongestWord = TimeSpan.FromSeconds(10);

    public BoundedWork Drains { get; } = new(Most, LongestDrain, clock);

    public BoundedWork Words { get; } = new(Most, LongestWord, clock);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(Drains.StopAsync(cancellationToken), Words.StopAsync(cancellationToken));
}
