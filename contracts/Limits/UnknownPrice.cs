using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Limits;

/// <summary>What a limit in money does with a call whose price nobody knows. Never is it free unless a user said so.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnknownPrice>))]
public enum UnknownPrice
{
    /// <summary>The call is refused.</summary>
    Deny,

    /// <summary>The call is counted at the dearest price that is known of the provider, or of any where none of the provider's is, and marked as estimated.</summary>
    Estimate,

    /// <summary>The call is counted as free, and marked as unpriced.</summary>
    Zero,
}
