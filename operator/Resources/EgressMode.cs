using System.Text.Json.Serialization;

namespace AiGateway.Operator.Resources;

/// <summary>How agents are held to their sidecar.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EgressMode>))]
public enum EgressMode
{
    /// <summary>By base URLs and proxies' variables, and by having no key.</summary>
    Cooperative,

    /// <summary>By the pod's kernel.</summary>
    Redirected,
}
