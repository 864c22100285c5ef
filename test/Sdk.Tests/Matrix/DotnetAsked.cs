namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>What a case asks of a client, in common words.</summary>
internal sealed record DotnetAsked(params IReadOnlyList<DotnetTurn> Turns)
{
    public string? System { get; init; }

    public int? MaxTokens { get; init; }

    public float? Temperature { get; init; }

    public string? Stop { get; init; }

    /// <summary>Names and schemas.</summary>
    public IReadOnlyList<(string Name, string Schema)> Tools { get; init; } = [];

    /// <summary>"any", or the name of a tool.</summary>
    public string? Choice { get; init; }

    public string? Schema { get; init; }

    public bool Reasoning { get; init; }

    public bool Logprobs { get; init; }

    /// <summary>Leave the stream after so many pieces.</summary>
    public int LeaveAfter { get; init; } = int.MaxValue;

    public CancellationToken Signal { get; init; }
}
