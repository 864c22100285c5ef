namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>What came of one case, with one client, at one provider, streamed or not.</summary>
internal sealed record MatrixCell
{
    public required string Client { get; init; }

    public required string Provider { get; init; }

    public required string Case { get; init; }

    public bool Streamed { get; init; }

    public bool Passed { get; init; }

    /// <summary>The error's class, status and sentence, where it did not.</summary>
    public string? Name { get; init; }

    public int? Status { get; init; }

    public string Message { get; init; } = "";

    public override string ToString() => $"{Client} -> {Provider}, {Case}{(Streamed ? ", streamed" : "")}: {Name} {Status} {Message}";
}
