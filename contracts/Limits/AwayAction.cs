using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Limits;

/// <summary>What a sidecar does when its slice is spent and no operator answers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AwayAction>))]
public enum AwayAction
{
    /// <summary>Calls are refused.</summary>
    Deny,

    /// <summary>Calls pass, and are counted; what was spent is settled when the operator is back, and may then stand above the limit.</summary>
    Allow,
}
