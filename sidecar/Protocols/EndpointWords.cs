namespace AiGateway.Sidecar.Protocols;

/// <summary>The words by which a policy names what is kept at a provider, where the gateway itself acts on them.</summary>
internal static class EndpointWords
{
    public const string Files = "files";
    public const string Batches = "batches";
    public const string CachedContents = "cachedContents";
    public const string Conversations = "conversations";

    /// <summary>Stored answers: those of Responses and of chat completions alike.</summary>
    public const string Responses = "responses";
}
