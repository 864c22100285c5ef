namespace AiGateway.Budget.Tests.Provider;

/// <summary>What becomes of one call, drawn beforehand.</summary>
internal sealed record Script
{
    public required int Id { get; init; }

    /// <summary>Answered by events, else by one document.</summary>
    public required bool Streams { get; init; }

    /// <summary>The agent goes away in the middle; the provider then says no usage.</summary>
    public required bool IsKilled { get; init; }

    /// <summary>What the agent allows for output.</summary>
    public required int MaxTokens { get; init; }

    public required int Input { get; init; }

    /// <summary>Of <see cref="Input"/>, what was in the provider's cache.</summary>
    public required int Cached { get; init; }

    /// <summary>May be more than <see cref="MaxTokens"/>: reasoning that a provider does not count against it.</summary>
    public required int Output { get; init; }

    /// <summary>Characters of the prompt.</summary>
    public required int Length { get; init; }

    public long Nanos => Rates.Nanos(Input, Cached, Output);

    public static Script Draw(Random random, int id)
    {
        var max = random.Next(200, 1000);
        var input = random.Next(20, 400);
        return new()
        {
            Id = id,
            Streams = random.Next(2) == 0,
            IsKilled = random.Next(3) == 0,
            MaxTokens = max,
            Input = input,
            Cached = random.Next(4) == 0 ? random.Next(input) : 0,
            Output = random.Next(10) == 0 ? random.Next(max, max * 3 / 2) : random.Next(1, max),
            Length = random.Next(20, 1200),
        };
    }
}
