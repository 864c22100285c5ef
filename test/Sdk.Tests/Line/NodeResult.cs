namespace AiGateway.Sdk.Tests.Line;

/// <summary>What a scenario saw; each fills in what it is about.</summary>
internal sealed record NodeResult
{
    public string? Text { get; init; }

    public int Events { get; init; }

    /// <summary>Chunks that carried usage.</summary>
    public int UsageEvents { get; init; }

    public int TotalTokens { get; init; }

    public string? Tool { get; init; }

    public string[] Models { get; init; } = [];

    /// <summary>The body as the client's fetch sent it.</summary>
    public string? Sent { get; init; }

    /// <summary>The client's own class of the error.</summary>
    public string? Error { get; init; }

    public int? Status { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? RetryAfter { get; init; }
}
