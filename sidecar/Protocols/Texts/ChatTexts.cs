using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>OpenAI's chat completions, and the legacy ones (platform.openai.com/docs/api-reference, with what Azure, DeepSeek, Groq and OpenRouter add).</summary>
internal static class ChatTexts
{
    private static readonly TextRule s_call = new TextRule(TextLeaf.Json).Words("id", "type", "index")
        .With("function", new TextRule(TextLeaf.Json).Words("name").With("arguments", TextRule.Arguments))
        .With("custom", new TextRule(TextLeaf.Json).Words("name").With("input", TextRule.Text))
        .With("extra_content", new TextRule(TextLeaf.Json).With("google", new TextRule(TextLeaf.Json).With("thought_signature", TextRule.Sealed)));

    private static readonly TextRule s_part = new TextRule(TextLeaf.Text).Words("type", "cache_control")
        .With("text|refusal", TextRule.Text)
        .With("image_url|video_url", new TextRule(TextLeaf.Media).Words("detail").With("url", TextRule.Media))
        .With("input_audio", new TextRule(TextLeaf.Json).Words("format").With("data", TextRule.Sealed))
        .With("file", new TextRule(TextLeaf.Json).Words("file_id").With("filename", TextRule.Text).With("file_data", TextRule.Sealed));

    private static readonly TextRule s_reasoning = new TextRule(TextLeaf.Text).Words("type", "id", "format", "index")
        .With("text|summary", TextRule.Text)
        .With("data|signature", TextRule.Sealed);

    /// <summary>What request and answer have in common.</summary>
    private static TextRule Message(TextCases? cases) => new TextRule(TextLeaf.Json) { Cases = cases }.Words("role", "tool_call_id")
        .With("content", s_part)
        .With("refusal|name|reasoning|reasoning_content", TextRule.Text)
        .With("reasoning_details", s_reasoning)
        .With("annotations", new TextRule(TextLeaf.Json).Words("type").With("url_citation", new TextRule(TextLeaf.Json).Words("start_index", "end_index").With("url|title|content", TextRule.Text)))
        .With("tool_calls", s_call, GuardPlace.ToolArguments)
        .With("function_call", new TextRule(TextLeaf.Json).Words("name").With("arguments", TextRule.Arguments), GuardPlace.ToolArguments)
        .With("audio", new TextRule(TextLeaf.Json).Words("id", "expires_at").With("data", TextRule.Sealed).With("transcript", TextRule.Text));

    private static readonly TextRule s_function = new TextRule(TextLeaf.Json).Words("strict").With("name|description", TextRule.Text).With("parameters", TextRule.Json);

    private static readonly TextRule s_tool = new TextRule(TextLeaf.Json).Words("type", "cache_control")
        .With("function", s_function)
        .With("custom", new TextRule(TextLeaf.Json).With("name|description", TextRule.Text).With("format", TextRule.Json));

    /// <summary>A chat request.</summary>
    public static TextRule Request { get; } = Settings(new(TextLeaf.Json))
        .With("messages", Message(new("role", ("system", GuardPlace.SystemPrompt), ("developer", GuardPlace.SystemPrompt), ("tool", GuardPlace.ToolResult), ("function", GuardPlace.ToolResult))))
        .With("tools", s_tool, GuardPlace.ToolDefinition)
        .With("functions", s_function, GuardPlace.ToolDefinition)
        .With("prediction", new TextRule(TextLeaf.Json).Words("type").With("content", s_part))
        .With("response_format", new TextRule(TextLeaf.Json).Words("type")
            .With("json_schema", new TextRule(TextLeaf.Json).Words("name", "strict").With("description", TextRule.Text).With("schema", TextRule.Json)));

    /// <summary>A legacy completion: texts, or lists of tokens.</summary>
    public static TextRule Completion { get; } = Settings(new(TextLeaf.Json)).Words("best_of", "echo").With("prompt", new(TextLeaf.TextOrTokens)).With("suffix", TextRule.Text);

    /// <summary>An answer to either.</summary>
    public static TextRule Answer { get; } = ErrorTexts.Of(new(TextLeaf.Json))
        .Words("id", "object", "created", "model", "system_fingerprint", "service_tier", "usage", "provider", "prompt_filter_results", "x_groq")
        .With("choices", new TextRule(TextLeaf.Json) { IsGroup = true }
            .Words("index", "finish_reason", "native_finish_reason", "stop_reason", "content_filter_results")
            .With("message", Message(cases: null))
            .With("text", TextRule.Text)
            .With("logprobs", TextRule.Repeat));

    private static TextRule Settings(TextRule request) => request
        .Words("model", "stream", "stream_options", "temperature", "top_p", "top_k", "min_p", "n", "seed", "max_tokens", "max_completion_tokens", "presence_penalty", "frequency_penalty")
        .Words("repetition_penalty", "logit_bias", "logprobs", "top_logprobs", "parallel_tool_calls", "store", "service_tier", "reasoning_effort", "verbosity", "modalities", "audio")
        .Words("tool_choice", "function_call", "thinking", "prompt_cache_retention")
        .With("stop|user|safety_identifier|prompt_cache_key", TextRule.Text)
        .With("metadata", TextRule.Json);
}
