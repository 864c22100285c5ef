using System.Collections.Immutable;

namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>The one table of what does not pass and why. What is not in it must pass; what is in it and met nowhere is stale.</summary>
internal static class Explanations
{
    private const string Claude = "anthropic,vertex-claude,bedrock";

    private const string OpenAiLike = "openai,vllm,mistral,groq,together,deepseek,xai,openrouter,ollama,azure,azure-classic";

    public static readonly ImmutableArray<Explanation> All =
    [
        new("openai,responses,bedrock", "*", "count tokens", null, "n/a: the API counts no tokens"),
        new("responses,anthropic,bedrock", "*", "embeddings", null, "n/a: the API has no embeddings"),
        new("responses", "*", "stop", null, "n/a: the API has no stop sequences"),
        new("responses,anthropic,gemini,bedrock", "*", "n = 2,logprobs", null, "n/a: asked by OpenAI's chat completions alone"),
        new("bedrock", "*", "structured output", null, "n/a: not asked; Converse has it for some models alone"),
        new("openai", Claude + ",cohere", "n = 2", "'n'", "refused: 400 names n, which the provider lacks"),
        new("openai", Claude + ",cohere", "logprobs", "'logprobs'", "refused: 400 names logprobs, which the provider lacks or has in a form of its own"),
        new("openai,gemini", Claude, "embeddings", "serves no call of this kind", "refused: 400 says that the provider has no embeddings"),
        new("anthropic,gemini", OpenAiLike + ",bedrock,cohere", "count tokens", "serves no call of this kind", "refused: 400 says that the provider counts no tokens"),
        new("openai", "mistral", "logprobs", "logprobs", "refused by the provider: it knows no logprobs"),
        new("openai", "mistral", "error in stream", "no error", "passed as it came: the client knows no error in Mistral's form"),
        new("openai", "groq", "n = 2", "'n'", "refused by the provider: it answers once"),
    ];

    public static Explanation? Find(MatrixCell cell) => All.FirstOrDefault(one => one.Fits(cell));

    public static Explanation? FindUnasked(string client, string provider, string title) => All.FirstOrDefault(one => one.FitsUnasked(client, provider, title));
}
