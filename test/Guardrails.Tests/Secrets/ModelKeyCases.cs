using AiGateway.Guardrails.Tests.Corpus;
using static AiGateway.Guardrails.Tests.Secrets.Shape;

namespace AiGateway.Guardrails.Tests.Secrets;

/// <summary>Keys of providers of models, as they publish or issue them.</summary>
internal static class ModelKeyCases
{
    private const string Mark = "T3BlbkFJ";

    public static IEnumerable<RuleCorpus> Rules =>
    [
        Rule("OPENAI_KEY", OpenAi,
            draw => "sk-" + draw.Chars(Draw.Alphanumerics, 48),
            draw => Mark + draw.Chars(Draw.Alphanumerics, 20),
            draw => $"sk-proj-{draw.Chars(Draw.Base64Url, 30)} {draw.Chars(Draw.Base64Url, 40)}",
            draw => $"a{draw.Words(1)}sk-{draw.Chars(Draw.Alphanumerics, 20)}{Mark}{draw.Chars(Draw.Alphanumerics, 20)}",
            draw => draw.Of("sk-proj-...", "sk-your-openai-key", "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sk-svcacct-<key>")),
        Rule("ANTHROPIC_KEY", new Shape("sk-ant-api03-", Draw.Base64Url, 93) { Suffix = "AA" }, new Shape("sk-ant-admin01-", Draw.Base64Url, 93) { Suffix = "AA" }),
        Rule("GOOGLE_API_KEY", "AIza", Draw.Base64Url, 35),
        Rule("HUGGINGFACE_TOKEN", new Shape("hf_", Draw.Letters, 34), new Shape("api_org_", Draw.Letters, 34)),
        Rule("GROQ_KEY", "gsk_", Draw.Alphanumerics, 52),
        Rule("XAI_KEY", "xai-", Draw.Alphanumerics, 80),
        Rule("OPENROUTER_KEY", "sk-or-v1-", Draw.Hex, 64),
        Rule("PERPLEXITY_KEY", "pplx-", Draw.Alphanumerics, 48),
        Rule("REPLICATE_TOKEN", "r8_", Draw.Alphanumerics, 37),
        Rule("DEEPSEEK_KEY", "sk-", Draw.Hex, 32),
        Rule("NVIDIA_KEY", "nvapi-", Draw.Base64Url, 64),
        Rule("CEREBRAS_KEY", "csk-", Draw.Lower + Draw.Digits, 48),
        Rule("ELEVENLABS_KEY", "sk_", Draw.Hex, 48),
        Rule("LANGSMITH_KEY", draw => $"lsv2_{draw.Of("pt", "sk")}_{draw.Chars(Draw.Hex, 32)}_{draw.Chars(Draw.Hex, 10)}",
            draw => $"lsv2_pt_{draw.Chars(Draw.Hex, 31)}_{draw.Chars(Draw.Hex, 10)}",
            draw => $"lsv2_sk_{draw.Chars(Draw.Hex, 32)}_{draw.Chars(Draw.Hex, 14)}",
            draw => $"lsv2_{draw.Words(1)}_{draw.Chars(Draw.Hex, 32)}",
            _ => "lsv2_pt_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxx"),
        Rule("LANGFUSE_KEY", draw => "sk-lf-" + Background.Uuid(draw),
            draw => "pk-lf-" + Background.Uuid(draw), // the public half
            draw => "sk-lf-" + Background.Uuid(draw)[..30],
            _ => "sk-lf-00000000-0000-0000-0000-000000000000",
            _ => "sk-lf-1234567890"),
        Rule("TAVILY_KEY", new Shape("tvly-", Draw.Alphanumerics, 32), new Shape("tvly-dev-", Draw.Alphanumerics, 32)),
        Rule("PINECONE_KEY", draw => $"pcsk_{draw.Chars(Draw.Alphanumerics, draw.Between(5, 6))}_{draw.Chars(Draw.Alphanumerics, 63)}",
            draw => $"pcsk_{draw.Chars(Draw.Alphanumerics, 6)}_{draw.Chars(Draw.Alphanumerics, 40)}",
            draw => $"pcsk_{draw.Chars(Draw.Alphanumerics, 3)}_{draw.Chars(Draw.Alphanumerics, 63)}",
            draw => $"{draw.Chars(Draw.Hex, 8)}_pcsk_{draw.Words(2)}"),
    ];

    /// <summary>Old keys have 48 letters and digits with the mark in their middle; project, service and admin keys are longer, with hyphens and underscores.</summary>
    private static string OpenAi(Draw draw) => draw.Below(3) switch
    {
        0 => $"sk-{draw.Chars(Draw.Alphanumerics, 20)}{Mark}{draw.Chars(Draw.Alphanumerics, 20)}",
        1 => $"sk-proj-{draw.Chars(Draw.Base64Url, 74)}{Mark}{draw.Chars(Draw.Base64Url, 74)}",
        _ => $"sk-{draw.Of("svcacct", "admin")}-{draw.Chars(Draw.Base64Url, 58)}{Mark}{draw.Chars(Draw.Base64Url, 58)}",
    };
}
