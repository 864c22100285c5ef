using System.Text.Json.Serialization;

namespace AiGateway.Operator.Resources;

/// <summary>Whether a NetworkPolicy is kept beside a policy.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NetworkPolicyMode>))]
public enum NetworkPolicyMode
{
    /// <summary>None is.</summary>
    Off,

    /// <summary>One is, and goes with the policy.</summary>
    Generate,
}
