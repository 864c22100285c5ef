using System.Text.Json.Serialization;

namespace AiGateway.Operator.Resources;

/// <summary>A yes or a no that wins over every yes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Permission>))]
public enum Permission
{
    /// <summary>It may.</summary>
    Allow,

    /// <summary>It may not, whatever another rule allows.</summary>
    Deny,
}
