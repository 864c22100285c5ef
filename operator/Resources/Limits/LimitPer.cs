using System.Text.Json.Serialization;

namespace AiGateway.Operator.Resources.Limits;

/// <summary>Who shares the count of a policy's limit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitPer>))]
public enum LimitPer
{
    /// <summary>All pods of one agent together.</summary>
    Agent,

    /// <summary>Each pod by itself.</summary>
    Pod,
}
