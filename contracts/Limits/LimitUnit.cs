using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Limits;

/// <summary>What a limit counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitUnit>))]
public enum LimitUnit
{
    /// <summary>Calls of models, and calls of tools: each one.</summary>
    Requests,

    /// <summary>Input tokens, cached ones too.</summary>
    InputTokens,

    /// <summary>Output tokens, reasoning ones too.</summary>
    OutputTokens,

    /// <summary>Input and output tokens.</summary>
    TotalTokens,

    /// <summary>Money, in nanos of a US dollar: 10^-9 USD, the unit of google.type.Money's nanos. A call's cost is rounded up to a whole one, once.</summary>
    Usd,

    /// <summary>Calls under way at one time; it has no window.</summary>
    ConcurrentCalls,
}
