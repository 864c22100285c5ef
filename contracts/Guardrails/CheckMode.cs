using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>Whether a check's action is carried out or only written down.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckMode>))]
public enum CheckMode
{
    /// <summary>It is carried out.</summary>
    Enforce,

    /// <summary>It is recorded, and the text passes as it is.</summary>
    Shadow,
}
