using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>How far an agent is closed off, from not at all to wholly.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Quarantine>))]
public enum Quarantine
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>
    /// Models as before; of tool servers, only tools that an allowing policy lists for this: <see cref="McpRule.QuarantineTools"/>. No tools that a provider runs, and of what is kept at one only files, uploads
    /// and batches: all else may name tools.
    /// </summary>
    ListedToolsOnly,

    /// <summary>As <see cref="ListedToolsOnly"/>, and nothing of any tool server.</summary>
    NoTools,

    /// <summary>No models and no endpoints; tool servers as before.</summary>
    NoModels,

    /// <summary>Nothing at all: no models, no tool servers, no connection to the outside.</summary>
    All,
}
