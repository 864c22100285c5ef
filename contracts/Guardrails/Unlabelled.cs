using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>What becomes of a code block that names no language.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Unlabelled>))]
public enum Unlabelled
{
    /// <summary>It passes.</summary>
    Allow,

    /// <summary>It counts as one that is not allowed.</summary>
    Deny,
}
