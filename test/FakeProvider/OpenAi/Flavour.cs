namespace AiGateway.Fakes.OpenAi;

/// <summary>Whose quirks the format has. <see cref="Compatible"/> takes whatever comes; <see cref="Strict"/> is OpenAI itself.</summary>
internal enum Flavour
{
    Compatible,
    Strict,
    Azure,
    Mistral,
    Groq,
    Together,
    DeepSeek,
    Xai,
    OpenRouter,
    Ollama,
    Vllm,
}
