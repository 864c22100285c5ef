using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>Kinds of things that policies allow by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UsedKind>))]
public enum UsedKind
{
    /// <summary>A model.</summary>
    Model,

    /// <summary>A tool that a provider runs.</summary>
    HostedTool,

    /// <summary>An endpoint that keeps something at a provider.</summary>
    Endpoint,

    /// <summary>A tool of a tool server, as <c>server/tool</c>.</summary>
    Tool,

    /// <summary>A resource of a tool server, as <c>server uri</c>.</summary>
    Resource,

    /// <summary>A prompt of a tool server, as <c>server/prompt</c>.</summary>
    Prompt,

    /// <summary>A host outside and its port, as <c>host:port</c>.</summary>
    Outside,
}
