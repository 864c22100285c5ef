using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Limits;

/// <summary>What follows when a limit is reached, beside the refusal of the call that would pass it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BreachAction>))]
public enum BreachAction
{
    /// <summary>Nothing: calls are refused until there is room.</summary>
    Deny,

    /// <summary>The agent is put into quarantine, until a user takes it out.</summary>
    Quarantine,
}
