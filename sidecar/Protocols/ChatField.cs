namespace AiGateway.Sidecar.Protocols;

/// <summary>The members of a chat request that the gateway acts on.</summary>
internal enum ChatField
{
    /// <summary>Passed on byte for byte.</summary>
    Other,
    Model,
    Stream,
    StreamOptions,
    IncludeUsage,

    /// <summary>A member by which a provider could be made to read another model than the one that was judged.</summary>
    Forbidden,
}
