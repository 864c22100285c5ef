using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Limits;

/// <summary>What a limit keeps a count of its own for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitBy>))]
public enum LimitBy
{
    /// <summary>Nothing: one count for everything.</summary>
    None,

    /// <summary>Each model, by the name that the agent asks for.</summary>
    Model,

    /// <summary>Each tool, by its server and name. Calls of models are not counted.</summary>
    Tool,

    /// <summary>Each end user, by what <see cref="LimitRule.EndUserHeader"/> says.</summary>
    EndUser,
}
