using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>OpenAI's Responses (platform.openai.com/docs/api-reference/responses). An answer repeats its request: what it repeats is of the place that it had there.</summary>
internal static class ResponsesTexts
{
    private static readonly TextRule s_part = new TextRule(TextLeaf.Text) { IsGroup = true }.Words("type", "detail", "file_id")
        .With("text|refusal|filename|file_url|transcript", TextRule.Text)
        .With("image_url", TextRule.Media)
        .With("file_data|data", TextRule.Sealed)
        .With("input_audio", new TextRule(TextLeaf.Json).Words("format").With("data", TextRule.Sealed))
        .With("logprobs", TextRule.Repeat)
        .With("annotations", new TextRule(TextLeaf.Json).Words("type", "start_index", "end_index", "index", "file_id", "container_id").With("url|title|filename|quote", TextRule.Text));

    private static readonly TextRule s_tool = new TextRule(TextLeaf.Json)
        .Words("type", "strict", "vector_store_ids", "max_num_results", "search_context_size", "ranking_options", "partial_images", "quality", "size", "model", "background", "output_format")
        .Words("output_compression", "input_fidelity", "moderation", "display_width", "display_height", "environment", "require_approval", "allowed_tools", "connector_id", "external_web_access")
        .With("name|description|server_label|server_url|server_description|authorization", TextRule.Text)
        .With("parameters|format|input_schema|headers|filters|user_location|container|annotations", TextRule.Json);

    private static readonly TextRule s_item = Item();

    private static readonly TextRule s_format = new TextRule(TextLeaf.Json).Words("verbosity")
        .With("format", new TextRule(TextLeaf.Json).Words("type", "name", "strict").With("description", TextRule.Text).With("schema", TextRule.Json));

    /// <summary>A request.</summary>
    public static TextRule Request { get; } = Shared(new(TextLeaf.Json)).Words("stream", "stream_options", "include", "context_management", "generate").With("input", s_item);

    /// <summary>An answer.</summary>
    public static TextRule Answer { get; } = Shared(new(TextLeaf.Json))
        .Words("id", "object", "created_at", "completed_at", "status", "incomplete_details", "usage", "billing", "moderation")
        .With("output", s_item)
        .With("output_text", TextRule.Text)
        .With("error", ErrorTexts.Error);

    private static TextRule Shared(TextRule body) => body
        .Words("model", "temperature", "top_p", "top_logprobs", "max_output_tokens", "max_tool_calls", "parallel_tool_calls", "store", "background", "service_tier", "truncation", "reasoning")
        .Words("tool_choice", "previous_response_id", "conversation", "presence_penalty", "frequency_penalty", "prompt_cache_retention")
        .With("instructions", s_item, GuardPlace.SystemPrompt)
        .With("tools", s_tool, GuardPlace.ToolDefinition)
        .With("text", s_format, GuardPlace.Input)
        .With("prompt", new TextRule(TextLeaf.Json).Words("id", "version").With("variables", TextRule.Json), GuardPlace.Input)
        .With("metadata", TextRule.Json, GuardPlace.Input)
        .With("user|safety_identifier|prompt_cache_key", TextRule.Text, GuardPlace.Input);

    /// <summary>An item of a conversation: a message, a call or what came of it. No two types mean different things by one name.</summary>
    private static TextRule Item() => new TextRule(TextLeaf.Text) { Cases = new("role", ("system", GuardPlace.SystemPrompt), ("developer", GuardPlace.SystemPrompt)) }
        .Words("type", "role", "id", "call_id", "status", "name", "phase", "server_label", "container_id", "approval_request_id", "approve", "pending_safety_checks", "acknowledged_safety_checks")
        .Words("created_by", "max_output_length", "namespace", "execution")
        .With("content|summary", s_part)
        .With("encrypted_content", TextRule.Sealed)
        .With("result", TextRule.Sealed)
        .With("reason|revised_prompt", TextRule.Text)
        .With("arguments", TextRule.Arguments, GuardPlace.ToolArguments)
        .With("input|code", TextRule.Text, GuardPlace.ToolArguments)
        .With("queries", TextRule.Text, GuardPlace.ToolArguments)
        .With("action|operation", TextRule.Json, GuardPlace.ToolArguments)
        .With("output", s_part, GuardPlace.ToolResult)
        .With("outputs|results|error", TextRule.Json, GuardPlace.ToolResult)
        .With("tools", s_tool, GuardPlace.ToolDefinition);
}
