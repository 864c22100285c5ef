using System.Text.Json.Serialization;

namespace AiGateway.Operator.Resources;

/// <summary>What becomes of a pod that cannot be held as a policy asks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WhenUnenforceable>))]
public enum WhenUnenforceable
{
    /// <summary>It is not created, or does not start; the reason is in the answer. Of several policies, one that refuses wins.</summary>
    Refuse,

    /// <summary>It starts at the level that can be had; the reason is in its annotation, an Event and the policy's status.</summary>
    Lower,
}
