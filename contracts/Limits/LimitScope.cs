using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Limits;

/// <summary>Who shares one count.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitScope>))]
public enum LimitScope
{
    /// <summary>All pods of one agent together: the operator leases slices.</summary>
    Agent,

    /// <summary>Each pod by itself: nobody else is asked.</summary>
    Pod,

    /// <summary>All agents that a Budget selects together: the operator leases slices.</summary>
    Budget,
}
