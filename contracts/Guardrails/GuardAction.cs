using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>What happens where a check finds something.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GuardAction>))]
public enum GuardAction
{
    /// <summary>The call is refused, or its stream ended.</summary>
    Deny,

    /// <summary>What was found is replaced.</summary>
    Mask,

    /// <summary>It passes, and is recorded.</summary>
    Flag,
}
