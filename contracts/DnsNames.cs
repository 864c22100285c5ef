using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>Which names an agent may resolve.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DnsNames>))]
public enum DnsNames
{
    /// <summary>Any. Queries are bounded in number and size; who owns a zone can still read what is asked of it.</summary>
    Any,

    /// <summary>Hosts that egress rules allow or intercept, and those below the cluster's search domains. Any other name is refused without leaving the pod.</summary>
    Listed,
}
