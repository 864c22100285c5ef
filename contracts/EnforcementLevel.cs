using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>How far a pod's agent is held to its sidecar. Higher holds more.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EnforcementLevel>))]
public enum EnforcementLevel
{
    /// <summary>The pod has no sidecar.</summary>
    None,

    /// <summary>By base URLs, proxies' variables and the lack of keys: the agent is asked to.</summary>
    Cooperative,

    /// <summary>By the kernel: every connection that the sidecar did not make itself arrives at the sidecar, or nowhere.</summary>
    Redirected,
}
