using System.Collections.Frozen;

namespace AiGateway.Fakes.Anthropic;

/// <summary>The members that Anthropic knows; others are refused.</summary>
internal static class AnthropicMembers
{
    private static readonly string[] Shared =
    [
        "max_tokens", "messages", "metadata", "service_tier", "stop_sequences", "stream", "system", "temperature", "thinking", "tool_choice", "tools", "top_k", "top_p",
        "output_config", "cache_control", "context_management", "container", "mcp_servers", "inference_geo", "speed", "diagnostics", "user_profile_id", "workspace_id",
    ];

    public static readonly FrozenSet<string> Request = Shared.Append("model").ToFrozenSet();
    public static readonly FrozenSet<string> Vertex = Shared.Concat(["anthropic_version", "anthropic_beta"]).ToFrozenSet();
    public static readonly FrozenSet<string> Count =
        FrozenSet.Create("messages", "model", "system", "thinking", "tool_choice", "tools", "output_config", "cache_control", "context_management", "mcp_servers");
    public static readonly FrozenSet<string> Message = FrozenSet.Create("role", "content");
    public static readonly FrozenSet<string> Tool = FrozenSet.Create(
        "name", "description", "input_schema", "type", "cache_control", "strict", "allowed_callers", "defer_loading", "eager_input_streaming", "input_examples");
    public static readonly FrozenSet<string> OutputConfig = FrozenSet.Create("effort", "format");
    public static readonly FrozenSet<string> Choice = FrozenSet.Create("type", "name", "disable_parallel_tool_use");
    public static readonly FrozenSet<string> Thinking = FrozenSet.Create("type", "budget_tokens", "display");

    private static readonly FrozenDictionary<string, FrozenSet<string>> Blocks = new Dictionary<string, FrozenSet<string>>
    {
        ["text"] = FrozenSet.Create("type", "text", "cache_control", "citations"),
        ["image"] = FrozenSet.Create("type", "source", "cache_control"),
        ["document"] = FrozenSet.Create("type", "source", "cache_control", "citations", "context", "title"),
        ["tool_use"] = FrozenSet.Create("type", "id", "name", "input", "cache_control", "caller"),
        ["tool_result"] = FrozenSet.Create("type", "tool_use_id", "content", "is_error", "cache_control"),
        ["thinking"] = FrozenSet.Create("type", "thinking", "signature"),
        ["redacted_thinking"] = FrozenSet.Create("type", "data"),
    }.ToFrozenDictionary();

    /// <summary>Null for a type that does not exist.</summary>
    public static FrozenSet<string>? OfBlock(string type) => Blocks.GetValueOrDefault(type);
}
