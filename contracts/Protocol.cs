namespace AiGateway.Contracts;

/// <summary>
/// The wire between operator and sidecar: one duplex HTTP/2 request, newline-delimited JSON <see cref="Envelope"/>s both ways.
/// The number grows only when an old reader could misread a new bundle; what is added beside it goes by <see cref="Features"/>.
/// </summary>
public static class Protocol
{
    /// <summary>The number of this version's wire.</summary>
    public const int Version = 1;

    /// <summary>The path of the stream on the operator.</summary>
    public const string StreamPath = "/v1/stream";

    /// <summary>The path on which replicas hand what they received to the leader.</summary>
    public const string RelayPath = "/v1/relay";

    /// <summary>Below it, by namespace and name of an Agent: the narrowest policy that would have sufficed, as JSON.</summary>
    public const string SuggestionsPath = "/v1/suggestions";

    /// <summary>The audience of the projected ServiceAccount tokens that open the stream.</summary>
    public const string Audience = "aigateway.dev";

    /// <summary>The longest line that either side reads, in bytes: 4 MiB.</summary>
    public const int MaxLineBytes = 4 * 1024 * 1024;
}
