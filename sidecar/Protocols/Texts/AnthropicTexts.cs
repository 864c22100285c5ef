using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>Anthropic's Messages and their count (docs.anthropic.com/en/api/messages).</summary>
internal static class AnthropicTexts
{
    private static readonly TextRule s_block = Block();

    private static readonly TextRule s_tool = new TextRule(TextLeaf.Json)
        .Words("type", "cache_control", "strict", "max_uses", "display_width_px", "display_height_px", "display_number", "defer_loading", "eager_input_streaming", "allowed_callers")
        .With("name|description", TextRule.Text)
        .With("input_schema|input_examples|user_location|allowed_domains|blocked_domains", TextRule.Json);

    /// <summary>A request, and one that only counts.</summary>
    public static TextRule Request { get; } = new TextRule(TextLeaf.Json)
        .Words("model", "stream", "max_tokens", "temperature", "top_p", "top_k", "service_tier", "thinking", "tool_choice", "cache_control", "betas", "speed", "inference_geo")
        .With("system", s_block, GuardPlace.SystemPrompt)
        .With("messages", new TextRule(TextLeaf.Json) { Cases = new("role", ("system", GuardPlace.SystemPrompt)) }.Words("role").With("content", s_block))
        .With("tools", s_tool, GuardPlace.ToolDefinition)
        .With("stop_sequences", TextRule.Text)
        .With("metadata", new TextRule(TextLeaf.Json).With("user_id", TextRule.Text))
        .With("container", new TextRule(TextLeaf.Word).Words("id", "skills"))
        .With("output_format", new TextRule(TextLeaf.Json).Words("type").With("schema", TextRule.Json))
        .With("output_config", new TextRule(TextLeaf.Json).Words("effort", "task_budget").With("format", new TextRule(TextLeaf.Json).Words("type").With("schema", TextRule.Json)))
        .With("mcp_servers", new TextRule(TextLeaf.Json).Words("type", "tool_configuration").With("url|name|authorization_token", TextRule.Text));

    /// <summary>An answer.</summary>
    public static TextRule Answer { get; } = ErrorTexts.Of(new(TextLeaf.Json))
        .Words("id", "type", "role", "model", "stop_reason", "usage", "container", "context_management", "input_tokens", "service_tier")
        .With("content", s_block)
        .With("stop_sequence", TextRule.Text);

    /// <summary>A block of content, which may hold blocks.</summary>
    private static TextRule Block()
    {
        var block = new TextRule(TextLeaf.Text) { Cases = new("type", ("tool_result", GuardPlace.ToolResult), ("*_tool_result", GuardPlace.ToolResult), ("*_tool_result_error", GuardPlace.ToolResult)) };
        var source = new TextRule(TextLeaf.Text) { Cases = new("type") }.Words("type", "media_type", "file_id").With("data", new(TextLeaf.Data)).With("url", TextRule.Text).With("content", block);
        return block.Words("type", "id", "tool_use_id", "name", "server_name", "is_error", "cache_control", "caller", "file_id", "return_code", "error_code")
            .With("text|title|context|thinking|url|stdout|stderr|page_age", TextRule.Text)
            .With("signature|data|encrypted_content|encrypted_index", TextRule.Sealed)
            .With("input", TextRule.Json, GuardPlace.ToolArguments)
            .With("content", block)
            .With("source", source)
            .With("citations", new TextRule(TextLeaf.Json)
                .Words("type", "enabled", "document_index", "start_char_index", "end_char_index", "start_page_number", "end_page_number", "start_block_index", "end_block_index", "file_id", "search_result_index")
                .With("encrypted_index", TextRule.Sealed)
                .With("cited_text|document_title|title|url|source", TextRule.Text));
    }
}
