namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>What came of one case, with one client, at one server or through the sidecar before it.</summary>
internal sealed record ToolCell
{
    public required string Client { get; init; }

    public required string Server { get; init; }

    public required string Case { get; init; }

    public bool Through { get; init; }

    public bool Passed { get; init; }

    /// <summary>The client's error, where it did not.</summary>
    public string Message { get; init; } = "";

    public override string ToString() => $"{Client} -> {Server}, {Case}{(Through ? ", through the sidecar" : ", direct")}: {Message}";
}
