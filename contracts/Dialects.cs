using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>How providers are spoken to: the values of <see cref="ProviderRef.Dialect"/>. Never renamed.</summary>
public static class Dialects
{
    /// <summary>OpenAI, and everything that speaks its chat completions.</summary>
    public const string OpenAi = "openai";

    /// <summary>Azure OpenAI: OpenAI's bodies at paths of its own.</summary>
    public const string AzureOpenAi = "azureOpenAi";

    /// <summary>Anthropic's Messages.</summary>
    public const string Anthropic = "anthropic";

    /// <summary>The Gemini API.</summary>
    public const string Gemini = "gemini";

    /// <summary>Vertex AI: Gemini's and Anthropic's bodies below a project and a location.</summary>
    public const string Vertex = "vertex";

    /// <summary>Amazon Bedrock's Converse.</summary>
    public const string Bedrock = "bedrock";

    /// <summary>Cohere's v2 API.</summary>
    public const string Cohere = "cohere";

    /// <summary>MCP: tool servers, which are no providers of models and in no route.</summary>
    public const string Mcp = "mcp";

    /// <summary>Those of providers.</summary>
    public static ImmutableArray<string> All { get; } = [OpenAi, AzureOpenAi, Anthropic, Gemini, Vertex, Bedrock, Cohere];
}
