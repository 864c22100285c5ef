using System.Text.Json.Serialization;

namespace AiGateway.Operator.Resources;

/// <summary>What happens to a request that a target's dialect cannot express.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OnUntranslatable>))]
public enum OnUntranslatable
{
    /// <summary>The call is refused, naming the fields.</summary>
    Refuse,

    /// <summary>The fields are left out, and named in a header and in the audit.</summary>
    Omit,
}
