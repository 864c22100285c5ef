using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Anthropic;
using AiGateway.Sidecar.Protocols.Azure;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Protocols.Gemini;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The paths of all dialects: the first part says whose words follow.</summary>
internal static class CallPaths
{
    public const string Served = "/openai/v1/..., /anthropic/v1/..., /gemini/v1beta/..., /azure/openai/..., /bedrock/model/..., /mcp/{server}";

    /// <summary>What the path asks for; null where nothing is served.</summary>
    public static CallPlace? Of(in CallTarget target)
    {
        var path = target.Path;
        if (path.StartsWith(OpenAiPaths.Prefix, StringComparison.Ordinal)) return OpenAiPaths.Of(target);
        if (path.StartsWith(AnthropicPaths.Prefix, StringComparison.Ordinal)) return AnthropicPaths.Of(target);
        if (path.StartsWith(GeminiPaths.Prefix, StringComparison.Ordinal)) return GeminiPaths.Of(target);
        if (path is McpConfig.Path or McpConfig.Path + "/") return CallPlace.Servers;
        if (path.StartsWith(AzurePaths.Prefix, StringComparison.Ordinal)) return AzurePaths.Of(target);
        if (path.StartsWith(McpPaths.Prefix, StringComparison.Ordinal)) return McpPaths.Of(target);
        return path.StartsWith(BedrockPaths.Prefix, StringComparison.Ordinal) ? BedrockPaths.Of(target) : null;
    }

    /// <summary>Whose words an error is written in, whatever else of the path is unknown; OpenAI's where nothing tells.</summary>
    public static Dialect DialectOf(PathString path)
    {
        if (path.StartsWithSegments("/anthropic", StringComparison.Ordinal)) return Dialect.Anthropic;
        if (path.StartsWithSegments("/gemini", StringComparison.Ordinal)) return Dialect.Gemini;
        if (path.StartsWithSegments("/azure", StringComparison.Ordinal)) return Dialect.Azure;
        if (path.StartsWithSegments("/mcp", StringComparison.Ordinal)) return Dialect.Mcp;
        return path.StartsWithSegments("/bedrock", StringComparison.Ordinal) ? Dialect.Bedrock : Dialect.OpenAi;
    }
}
