namespace AiGateway.Operator.Kubernetes;

/// <summary>From where, and for how long, to watch.</summary>
internal sealed record WatchOptions
{
    /// <summary>Events after this version; that of a list or of the last event or bookmark.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>The server ends the watch after this; the client gives up a little later, should the server have gone silent.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    public bool AllowBookmarks { get; init; } = true;

    /// <summary>Bytes of the longest line that is read: an object can hardly be larger than etcd's request bound of 1.5 MiB.</summary>
    public int LongestLine { get; init; } = 8 * 1024 * 1024;
}
