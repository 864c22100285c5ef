using System.Collections.Immutable;

namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>The one table of what does not pass and why. What is not in it must pass; what is in it and met nowhere is stale.</summary>
internal static class Explanations
{
    private const string Claude = "anthropic,vertex-claude,bedrock";

    private const string OpenAiLike = "openai,vllm,mistral,groq,together,deepseek,xai,openrouter,ollama,azure,azure-classic";

    public static readonly ImmutableArray<Explanation> All =
    [
        new("openai,responses,bedrock,openai-dotnet", "*", "count tokens", null, "n/a: the API counts no tokens"),
        new("responses,anthropic,bedrock,anthropic-dotnet", "*", "embeddings", null, "n/a: the API has no embeddings"),
        new("responses", "*", "stop", null, "n/a: the API has no stop sequences"),
        new("responses,anthropic,gemini,bedrock,anthropic-dotnet", "*", "n = 2,logprobs", null, "n/a: asked by OpenAI's chat completions alone"),
        new("bedrock", "*", "structured output", null, "n/a: not asked; Converse has it for some models alone"),
        new("openai", Claude + ",cohere", "n = 2", "'n'", "refused: 400 names n, which the provider lacks"),
        new("openai,openai-dotnet", Claude + ",cohere", "logprobs", "'logprobs'", "refused: 400 names logprobs, which the provider lacks or has in a form of its own"),
        new("openai,gemini,openai-dotnet", Claude, "embeddings", "serves no call of this kind", "refused: 400 says that the provider has no embeddings"),
        new("anthropic,gemini,anthropic-dotnet", OpenAiLike + ",bedrock,cohere", "count tokens", "serves no call of this kind", "refused: 400 says that the provider counts no tokens"),
        new("openai,openai-dotnet", "mistral", "logprobs", "logprobs", "refused by the provider: it knows no logprobs"),
        new("openai", "mistral", "error in stream", "no error", "passed as it came: the client knows no error in Mistral's form"),
        new("openai", "groq", "n = 2", "'n'", "refused by the provider: it answers once"),
        new("openai-dotnet", "*", "cut,error in stream", "no error", "told, and not heard: the .NET client takes an error event for the end of the stream"),
        new("openai-dotnet", "together,openrouter", "*", "Unknown ChatFinishReason", "passed as it came: the .NET client takes no finish reason but OpenAI's own"),
        new("openai-dotnet", "mistral", "reasoning", "Unknown ChatMessageContentPartKind", "passed as it came: the .NET client takes no content of Mistral's thinking kind"),
        new("openai-dotnet", "mistral", "sampling", "HTTP 422", "refused by the provider: Mistral has another name for the seed"),
        new("openai-dotnet", "deepseek,openrouter,gemini,vertex," + Claude, "reasoning", "HTTP 400", "the .NET client sends back no member that it does not know, so the provider misses its signature"),
        new("openai-dotnet", "*", "n = 2", null, "n/a: the .NET client has no n"),
        new("anthropic-dotnet", "*", "sampling", null, "n/a: the .NET client has no temperature"),
        new("openai-dotnet", "mistral", "*", "stream_options", "refused by the provider when streamed: it knows no stream_options, which the .NET client always sends"),
    ];

    public static Explanation? Find(MatrixCell cell) => All.FirstOrDefault(one => one.Fits(cell));

    public static Explanation? FindUnasked(string client, string provider, string title) => All.FirstOrDefault(one => one.FitsUnasked(client, provider, title));
}
