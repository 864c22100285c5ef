using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>How far an agent is closed off, from not at all to wholly.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Quarantine>))]
public enum Quarantine
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Models as before; of tools, only those that an allowing policy lists for this: <see cref="McpRule.QuarantineTools"/>.</summary>
    ListedToolsOnly,

    /// <summary>Models as before, without tools that a provider runs; nothing of any tool server.</summary>
    NoTools,

    /// <summary>No models and no endpoints; tool servers as before.</summary>
    NoModels,

    /// <summary>Nothing at all: no models, no tool servers, no connection to the outside.</summary>
    All,
}
