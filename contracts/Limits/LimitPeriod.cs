using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Limits;

/// <summary>A window that begins with the calendar, in UTC, instead of sliding.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitPeriod>))]
public enum LimitPeriod
{
    /// <summary>From midnight.</summary>
    Day,

    /// <summary>From Monday (ISO 8601).</summary>
    Week,

    /// <summary>From the first.</summary>
    Month,
}
