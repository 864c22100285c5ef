using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>What happens where a check cannot be made.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureAction>))]
public enum FailureAction
{
    /// <summary>The call is refused.</summary>
    Deny,

    /// <summary>It passes, and the failure is recorded.</summary>
    Allow,
}
