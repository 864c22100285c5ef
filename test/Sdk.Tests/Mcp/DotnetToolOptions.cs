namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>Where a .NET client goes, and how.</summary>
internal sealed record DotnetToolOptions(string Url)
{
    public bool Sse { get; init; }

    /// <summary>null lets the client find out.</summary>
    public string? Revision { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>How long it waits before it takes a stream up again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(50);
}
