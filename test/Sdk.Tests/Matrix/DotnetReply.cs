namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>What a client gave, in common words.</summary>
internal sealed record DotnetReply
{
    public string Text { get; init; } = "";

    public string Stop { get; init; } = "";

    public string Reasoning { get; init; } = "";

    public IReadOnlyList<(string Id, string Name, string Arguments)> Calls { get; init; } = [];

    public (long Input, long Output, long Cached) Usage { get; init; }

    public int Logprobs { get; init; }

    public int Pieces { get; init; }

    public DotnetTurn Turn { get; init; } = new();
}
