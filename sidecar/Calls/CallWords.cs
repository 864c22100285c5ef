using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Calls;

/// <summary>The machine-readable words of a call, the same in a refusal's <c>code</c>, in audit and in metrics. Words are never renamed.</summary>
internal static class CallWords
{
    public const string Allowed = "allowed";
    public const string Denied = "denied";
    public const string Failed = "failed";
    public const string Refused = "refused";

    /// <summary>What was decided: a rule denied, the request was not fit to be judged or served, every target failed, or it was allowed.</summary>
    public static string DecisionOf(Refusal? refusal) => refusal switch
    {
        null => Allowed,
        { Decision: not null } or { Reason: RefusalReason.LimitReached or RefusalReason.PriceUnknown or RefusalReason.GuardDenied or RefusalReason.LoopWarned or RefusalReason.LoopStopped } => Denied,
        { Reason: >= RefusalReason.ApprovalPending and <= RefusalReason.ApprovalUnavailable } => Denied,
        { Reason: >= RefusalReason.ProviderLimited } => Failed,
        _ => Refused,
    };

    public static string Of(RefusalReason reason) => reason switch
    {
        RefusalReason.NotReady => "not_ready",
        RefusalReason.NoSuchPath => "no_such_path",
        RefusalReason.MethodNotAllowed => "method_not_allowed",
        RefusalReason.WrongContentType => "wrong_content_type",
        RefusalReason.BodyTooLarge => "body_too_large",
        RefusalReason.BodyTooSlow => "body_too_slow",
        RefusalReason.BodyBroken => "body_broken",
        RefusalReason.InvalidJson => "invalid_json",
        RefusalReason.DuplicateName => "duplicate_name",
        RefusalReason.InvalidField => "invalid_field",
        RefusalReason.NoPolicy => "no_policy",
        RefusalReason.Suspended => "agent_suspended",
        RefusalReason.Quarantined => "agent_quarantined",
        RefusalReason.PolicyUnfit => "policy_unfit",
        RefusalReason.ModelDenied => "model_denied",
        RefusalReason.ModelNotAllowed => "model_not_allowed",
        RefusalReason.HostedToolDenied => "hosted_tool_denied",
        RefusalReason.HostedToolNotAllowed => "hosted_tool_not_allowed",
        RefusalReason.EndpointDenied => "endpoint_denied",
        RefusalReason.EndpointNotAllowed => "endpoint_not_allowed",
        RefusalReason.LimitReached => "limit_reached",
        RefusalReason.PriceUnknown => "price_unknown",
        RefusalReason.GuardDenied => "guardrail_denied",
        RefusalReason.GuardFailed => "guardrail_failed",
        RefusalReason.LoopWarned => "loop_warned",
        RefusalReason.LoopStopped => "loop_stopped",
        RefusalReason.ModelNotFound => "model_not_found",
        RefusalReason.NoTarget => "no_usable_target",
        RefusalReason.BytesExhausted => "bytes_exhausted",
        RefusalReason.TooManyCalls => "too_many_calls",
        RefusalReason.ProviderLimited => "provider_limited",
        RefusalReason.ProviderUnauthorized => "provider_unauthorized",
        RefusalReason.ProviderFailed => "provider_failed",
        RefusalReason.ProviderTimeout => "provider_timeout",
        RefusalReason.StreamBroken => "stream_broken",
        _ => OfTools(reason),
    };

    private static string OfTools(RefusalReason reason) => reason switch
    {
        RefusalReason.NotServed => "not_served",
        RefusalReason.Untranslatable => "untranslatable",
        RefusalReason.McpServerNotAllowed => "mcp_server_not_allowed",
        RefusalReason.ToolDenied => "tool_denied",
        RefusalReason.ToolNotAllowed => "tool_not_allowed",
        RefusalReason.ToolConditionNotMet => "tool_condition_not_met",
        RefusalReason.ToolNotApproved => "tool_not_approved",
        RefusalReason.ApprovalPending => "approval_pending",
        RefusalReason.ApprovalDenied => "approval_denied",
        RefusalReason.ApprovalExpired => "approval_expired",
        RefusalReason.ApprovalUnavailable => "approval_unavailable",
        RefusalReason.ResourceDenied => "resource_denied",
        RefusalReason.ResourceNotAllowed => "resource_not_allowed",
        RefusalReason.PromptDenied => "prompt_denied",
        RefusalReason.PromptNotAllowed => "prompt_not_allowed",
        RefusalReason.ClientRequestNotAllowed => "client_request_not_allowed",
        RefusalReason.TaskUnknown => "task_unknown",
        RefusalReason.NothingAsked => "nothing_asked",
        RefusalReason.InvalidMessage => "invalid_message",
        RefusalReason.HeaderMismatch => "header_mismatch",
        RefusalReason.UnsupportedVersion => "unsupported_version",
        RefusalReason.MissingCapability => "missing_capability",
        RefusalReason.UnknownMethod => "unknown_method",
        RefusalReason.WrongOrigin => "wrong_origin",
        RefusalReason.WrongHost => "wrong_host",
        RefusalReason.ServerRedirected => "server_redirected",
        RefusalReason.ServerAnswerInvalid => "server_answer_invalid",
        _ => "internal_error",
    };

    public static string Of(Operation operation) => operation switch
    {
        Operation.Chat => "chat",
        Operation.TextCompletion => "text_completion",
        Operation.Embeddings => "embeddings",
        Operation.CountTokens => "count_tokens",
        Operation.Image => "image",
        Operation.Audio => "audio",
        Operation.Moderation => "moderation",
        Operation.Rerank => "rerank",
        Operation.Realtime => "realtime",
        Operation.Endpoint => "endpoint",
        Operation.ListModels => "list_models",
        Operation.GetModel => "get_model",
        Operation.ExecuteTool => "execute_tool",
        Operation.Mcp => "mcp",
        Operation.ListServers => "list_servers",
        _ => "unknown",
    };

    public static string Of(Dialect dialect) => dialect switch
    {
        Dialect.Azure => "azure",
        Dialect.Anthropic => "anthropic",
        Dialect.Gemini => "gemini",
        Dialect.Bedrock => "bedrock",
        Dialect.Mcp => "mcp",
        _ => "openai",
    };

    public static string Of(WireFormat format) => format switch
    {
        WireFormat.OpenAiChat => "openai_chat",
        WireFormat.OpenAiResponses => "openai_responses",
        WireFormat.AnthropicMessages or WireFormat.VertexMessages => "anthropic_messages",
        WireFormat.GeminiContent => "gemini_content",
        WireFormat.BedrockConverse => "bedrock_converse",
        WireFormat.CohereChat => "cohere_chat",
        WireFormat.AnthropicCount => "anthropic_count",
        WireFormat.GeminiCount or WireFormat.VertexCount => "gemini_count",
        WireFormat.OpenAiEmbeddings => "openai_embeddings",
        WireFormat.GeminiEmbed or WireFormat.GeminiBatchEmbed or WireFormat.VertexPredict => "gemini_embed",
        WireFormat.CohereEmbed => "cohere_embed",
        _ => "other",
    };

    public static string Of(McpVerb verb) => verb switch
    {
        McpVerb.Get => "get",
        McpVerb.Delete => "delete",
        _ => "post",
    };

    public static string Of(ReplyEnd end) => end switch
    {
        ReplyEnd.Completed => "completed",
        ReplyEnd.Failed => "failed",
        ReplyEnd.AgentGone => "agent_gone",
        ReplyEnd.Cut => "cut",
        ReplyEnd.UpstreamCut => "upstream_cut",
        _ => "not_sent",
    };

    /// <summary>As in the resource.</summary>
    public static string Of(GuardPlace place) => place switch
    {
        GuardPlace.Output => "output",
        GuardPlace.SystemPrompt => "systemPrompt",
        GuardPlace.ToolArguments => "toolArguments",
        GuardPlace.ToolResult => "toolResult",
        GuardPlace.ToolDefinition => "toolDefinition",
        _ => "input",
    };

    /// <summary>What follows of a finding, where its check is no shadow.</summary>
    public static string ActionOf(Finding finding) => finding switch
    {
        { Label: GuardSession.Failed, Check.OnFailure: FailureAction.Allow } => "allow",
        { Label: GuardSession.Failed } or { Check.Action: GuardAction.Deny } => "deny",
        { Check.Action: GuardAction.Mask } => "mask",
        _ => "flag",
    };

    public static string Of(UsageSource source) => source switch
    {
        UsageSource.Reported => "reported",
        UsageSource.Estimated => "estimated",
        _ => "none",
    };
}
