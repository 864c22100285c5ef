using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Limits;

/// <summary>What a call uses of everything that limits count but money. None is negative.</summary>
/// <param name="Requests">Calls: of a model one, of tools one a message.</param>
/// <param name="Input">Input tokens.</param>
/// <param name="Output">Output tokens.</param>
internal readonly record struct Amounts(long Requests, long Input, long Output)
{
    /// <summary>Images that it may make, where they are priced by the piece; they count in money alone.</summary>
    public long Images { get; init; }

    /// <summary>Search units of a reranking; they count in money alone.</summary>
    public long Units { get; init; }

    /// <summary>As much for another try.</summary>
    public Amounts With(in Amounts once) =>
        this with { Input = Input + once.Input, Output = Output + once.Output, Images = Images + once.Images, Units = Units + once.Units };

    /// <summary>The amount in a unit; zero in money.</summary>
    public long Of(LimitUnit unit) => unit switch
    {
        LimitUnit.Requests or LimitUnit.ConcurrentCalls => Requests,
        LimitUnit.InputTokens => Input,
        LimitUnit.OutputTokens => Output,
        LimitUnit.TotalTokens => Input + Output,
        _ => 0,
    };
}
