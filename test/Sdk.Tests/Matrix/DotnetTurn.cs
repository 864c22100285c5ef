namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>One turn in common words: a text, an image with it, results of tools, or an answer as its client made it.</summary>
internal sealed record DotnetTurn(string Text = "")
{
    public bool Assistant { get; init; }

    public byte[]? Image { get; init; }

    public IReadOnlyList<(string Id, string Text)> Results { get; init; } = [];

    public object? Raw { get; init; }
}
