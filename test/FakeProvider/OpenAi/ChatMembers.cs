using System.Collections.Frozen;

namespace AiGateway.Fakes.OpenAi;

/// <summary>The members that the providers know which refuse others; null for those that take whatever comes.</summary>
internal static class ChatMembers
{
    private static readonly string[] Shared =
    [
        "model", "messages", "stream", "stream_options", "max_tokens", "temperature", "top_p", "stop", "n", "presence_penalty", "frequency_penalty", "tools", "tool_choice",
        "parallel_tool_calls", "response_format", "metadata", "reasoning_effort", "prompt_cache_key",
    ];

    private static readonly FrozenSet<string> OpenAi = Shared.Concat(
    [
        "max_completion_tokens", "audio", "function_call", "functions", "logit_bias", "logprobs", "modalities", "prediction", "prompt_cache_retention", "safety_identifier",
        "seed", "service_tier", "store", "top_logprobs", "user", "verbosity", "web_search_options",
    ]).ToFrozenSet();

    private static readonly FrozenSet<string> Mistral = Shared.Concat(
        ["random_seed", "safe_prompt", "prediction", "prompt_mode", "guardrails"]).ToFrozenSet();

    private static readonly FrozenSet<string> Groq = Shared.Except(["metadata", "prompt_cache_key"]).Concat(
    [
        "max_completion_tokens", "seed", "service_tier", "user", "logprobs", "top_logprobs", "logit_bias", "store", "metadata", "search_settings", "reasoning_format", "include_reasoning",
        "documents", "citation_options", "compound_custom", "disable_tool_validation", "exclude_domains", "include_domains", "function_call", "functions",
    ]).ToFrozenSet();

    public static FrozenSet<string>? Of(Flavour flavour) => flavour switch
    {
        Flavour.Strict or Flavour.Azure => OpenAi,
        Flavour.Mistral => Mistral,
        Flavour.Groq => Groq,
        _ => null,
    };

    public static FrozenSet<string>? OfMessage(Flavour flavour) => flavour switch
    {
        Flavour.Strict or Flavour.Azure => Message,
        Flavour.Mistral => MistralMessage,
        Flavour.Groq => GroqMessage,
        _ => null,
    };

    private static readonly FrozenSet<string> Message = FrozenSet.Create("role", "content", "name", "tool_calls", "tool_call_id", "refusal", "audio", "function_call", "annotations");
    private static readonly FrozenSet<string> MistralMessage = FrozenSet.Create("role", "content", "name", "tool_calls", "tool_call_id", "prefix");
    private static readonly FrozenSet<string> GroqMessage = FrozenSet.Create("role", "content", "name", "tool_calls", "tool_call_id", "reasoning", "function_call");
}
