using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>What happens to a tool whose definition nobody approved: new, renamed, or not as it was.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PinningMode>))]
public enum PinningMode
{
    /// <summary>Definitions are not compared.</summary>
    Off,

    /// <summary>It is told in the status and in the audit, and may be called.</summary>
    Warn,

    /// <summary>It is told, is in no list, and may not be called.</summary>
    Block,
}
