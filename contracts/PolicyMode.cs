using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>Whether a policy's verdict is carried out or only written down.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PolicyMode>))]
public enum PolicyMode
{
    /// <summary>Denials are carried out.</summary>
    Enforce,

    /// <summary>Denials are recorded and let pass; the policy's allows never widen an enforcing one. Suspension still bites.</summary>
    Audit,
}
