using AiGateway.Fakes.Anthropic;
using AiGateway.Fakes.Bedrock;
using AiGateway.Fakes.Cohere;
using AiGateway.Fakes.Gemini;
using AiGateway.Fakes.Guards;
using AiGateway.Fakes.OpenAi;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Paths;

/// <summary>
/// Finds who serves a path. <c>/v1</c> is OpenAI's and takes whatever comes; below <c>/strict</c>, <c>/mistral</c>, <c>/groq</c>, <c>/together</c>,
/// <c>/deepseek</c>, <c>/xai</c>, <c>/openrouter</c>, <c>/ollama</c> and <c>/vllm</c> it has their quirks; <c>/openai/...</c> is Azure's; Anthropic, Gemini, Vertex,
/// Bedrock and Cohere are known by their own paths; <c>/guard</c> is a guardrail's webhook.
/// </summary>
internal sealed class Routes(FakeProviderOptions options)
{
    private readonly OpenAiRoutes _openAi = new(options);

    public PathRoute? Find(HttpRequest request)
    {
        var segments = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is ["guard"]) return new(KeyStyle.Bearer, new ChatDialect(Flavour.Compatible), WebhookEndpoint.ServeAsync);
        return Anthropic(request, segments) ?? Google(segments) ?? Bedrock(segments) ?? Cohere(segments) ?? Azure(request, segments) ?? _openAi.Find(request, segments, FlavourOf(segments));
    }

    private static Flavour FlavourOf(string[] segments) => segments.FirstOrDefault() switch
    {
        "strict" => Flavour.Strict,
        "mistral" => Flavour.Mistral,
        "groq" => Flavour.Groq,
        "together" => Flavour.Together,
        "deepseek" => Flavour.DeepSeek,
        "xai" => Flavour.Xai,
        "openrouter" => Flavour.OpenRouter,
        "ollama" => Flavour.Ollama,
        "vllm" => Flavour.Vllm,
        _ => Flavour.Compatible,
    };

    private static PathRoute? Anthropic(HttpRequest request, string[] segments) => segments switch
    {
        [.., "messages"] when IsPost(request) => new(KeyStyle.XApiKey, new MessagesDialect()) { Check = AnthropicEndpoints.NeedVersion },
        [.., "messages", "count_tokens"] when IsPost(request) => new(KeyStyle.XApiKey, new MessagesDialect(), AnthropicEndpoints.CountAsync) { Check = AnthropicEndpoints.NeedVersion },
        _ => null,
    };

    private static PathRoute? Google(string[] segments)
    {
        if (segments is not [.., var publisher, "models", var last] && segments is not [var _, "models", _] || !segments[^1].Contains(':', StringComparison.Ordinal)) return null;

        var colon = segments[^1].LastIndexOf(':');
        var (model, verb) = (segments[^1][..colon], segments[^1][(colon + 1)..]);
        if (segments is [.., "publishers", "anthropic", "models", _])
            return new(KeyStyle.Vertex, new MessagesDialect(model, verb == "streamRawPredict"), model == "count-tokens" ? AnthropicEndpoints.CountAsync : null);

        var vertex = segments.Contains("publishers");
        return GeminiEndpoints.Find(vertex ? KeyStyle.Vertex : KeyStyle.GoogleKey, model, verb);
    }

    private static PathRoute? Bedrock(string[] segments) => segments switch
    {
        ["model", var model, "converse"] => new(KeyStyle.Aws, new ConverseDialect(Uri.UnescapeDataString(model), false)),
        ["model", var model, "converse-stream"] => new(KeyStyle.Aws, new ConverseDialect(Uri.UnescapeDataString(model), true)),
        ["guardrail", _, "version", _, "apply"] => new(KeyStyle.Aws, new ConverseDialect("", false), GuardrailEndpoint.ServeAsync),
        ["model", ..] => new(KeyStyle.Aws, new ConverseDialect("", false), static (_, _) => throw new FaultException(new Fault(FaultKind.UnknownPath))),
        _ => null,
    };

    private static PathRoute? Cohere(string[] segments) => segments switch
    {
        [.., "v2", "chat"] => new(KeyStyle.Bearer, new CohereDialect()),
        [.., "v2", "embed"] => new(KeyStyle.Bearer, new CohereDialect(), CohereEndpoints.EmbedAsync),
        [.., "v2", "rerank"] => new(KeyStyle.Bearer, new CohereDialect(), CohereEndpoints.RerankAsync),
        _ => null,
    };

    private PathRoute? Azure(HttpRequest request, string[] segments)
    {
        if (segments is ["openai", "v1", ..]) return _openAi.Find(request, segments, Flavour.Azure);
        if (segments is ["openai", "responses", ..] && request.Query["api-version"].Count > 0) return _openAi.Find(request, segments, Flavour.Azure);
        if (segments is not ["openai", "deployments", var deployment, .. var rest]) return null;
        if (request.Query["api-version"].Count == 0)
            return new(KeyStyle.ApiKey, new ChatDialect(Flavour.Azure), static (_, _) => throw new FaultException(new Fault(FaultKind.UnknownPath, Status: 404)));

        return rest is ["chat", "completions"] ? new(KeyStyle.ApiKey, new ChatDialect(Flavour.Azure, deployment)) : _openAi.Find(request, segments, Flavour.Azure);
    }

    private static bool IsPost(HttpRequest request) => HttpMethods.IsPost(request.Method);
}
