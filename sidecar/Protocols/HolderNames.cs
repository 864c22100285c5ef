using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What stands beside the list of tools where it is one level deeper, and reaches beyond the model too.</summary>
internal static class HolderNames
{
    /// <summary>What the member is, and the word for it where a policy must name it.</summary>
    public static (RequestField Field, string? Word) Find(WireFormat format, RequestField holder, ReadOnlySpan<byte> name)
    {
        if (format == WireFormat.OpenAiRealtime) return name.SequenceEqual("prompt"u8) ? (RequestField.Kept, EndpointWords.Responses) : default;
        if (format == WireFormat.GeminiCount)
            return name.SequenceEqual("cachedContent"u8) || name.SequenceEqual("cached_content"u8) ? (RequestField.Kept, EndpointWords.CachedContents) : default;
        if (holder != RequestField.ModelFields) return default;
        if (name.SequenceEqual("mcp_servers"u8)) return (RequestField.HostedTool, "mcp_servers");
        if (name.SequenceEqual("container"u8)) return (RequestField.HostedTool, "container");
        return name.SequenceEqual("web_search_options"u8) ? (RequestField.HostedTool, "web_search_options") : default;
    }
}
