using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Limits;

/// <summary>What a call uses of everything that limits count but money. None is negative.</summary>
/// <param name="Requests">Calls: of a model one, of tools one a message.</param>
/// <param name="Input">Input tokens.</param>
/// <param name="Output">Output tokens.</param>
internal readonly record struct Amounts(long Requests, long Input, long Output)
{
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
