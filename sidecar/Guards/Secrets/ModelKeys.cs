using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Scanning;
using static AiGateway.Sidecar.Guards.Secrets.Judge;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>Keys of providers of models and of what is built around them. Formats and their sources: docs/guardrails-secrets.md.</summary>
internal static class ModelKeys
{
    /// <summary>"OpenAI" in base64: it stands in the middle of each of their keys.</summary>
    private const string OpenAiMark = "T3BlbkFJ";

    public static ImmutableArray<PatternRule> Rules { get; } =
    [
        Shaped("OPENAI_KEY", $"sk-[{Base64Url}]{{20,120}}{OpenAiMark}[{Base64Url}]{{20,120}}", prefix: 3),
        Fixed("ANTHROPIC_KEY", "sk-ant-api03-", Base64Url, 95),
        Fixed("ANTHROPIC_KEY", "sk-ant-admin01-", Base64Url, 95),
        Ranged("ANTHROPIC_KEY", "sk-ant-oat01-", Base64Url, (80, 120)),
        Fixed("GOOGLE_API_KEY", "AIza", Base64Url, 35),
        Fixed("HUGGINGFACE_TOKEN", "hf_", Alphanumeric, 34),
        Fixed("HUGGINGFACE_TOKEN", "api_org_", Alphanumeric, 34),
        Fixed("GROQ_KEY", "gsk_", Alphanumeric, 52),
        Fixed("XAI_KEY", "xai-", Alphanumeric, 80),
        Fixed("OPENROUTER_KEY", "sk-or-v1-", Hex, 64),
        Fixed("PERPLEXITY_KEY", "pplx-", Alphanumeric, 48),
        Fixed("REPLICATE_TOKEN", "r8_", Alphanumeric, 37),
        Fixed("DEEPSEEK_KEY", "sk-", Hex, 32),
        Fixed("NVIDIA_KEY", "nvapi-", Base64Url, 64),
        Fixed("CEREBRAS_KEY", "csk-", "0-9a-z", 48),
        Fixed("ELEVENLABS_KEY", "sk_", Hex, 48),
        Shaped("LANGSMITH_KEY", $"lsv2_(?:pt|sk)_[{Hex}]{{32}}_[{Hex}]{{10}}\\b", prefix: 8),
        Shaped("LANGFUSE_KEY", $"sk-lf-[{Hex}]{{8}}-[{Hex}]{{4}}-[{Hex}]{{4}}-[{Hex}]{{4}}-[{Hex}]{{12}}\\b", prefix: 6),
        Fixed("TAVILY_KEY", "tvly-", Alphanumeric, 32),
        Fixed("TAVILY_KEY", "tvly-dev-", Alphanumeric, 32),
        Shaped("PINECONE_KEY", $"pcsk_[{Alphanumeric}]{{5,6}}_[{Alphanumeric}]{{63}}\\b", prefix: 5),
    ];
}
