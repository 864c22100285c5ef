using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What a route's conditions may ask about one call, and what tells its conversation from others. The body is read once, and only when either needs it.</summary>
internal sealed class RequestFacts(Call call, AgentIdentity agent)
{
    private BodyFacts? _body;
    private CelValue? _metadata;

    /// <summary>The same for all calls of one conversation, as far as the request tells.</summary>
    public ulong Conversation => Body.Conversation;

    private BodyFacts Body => _body ??= BodyFactsReader.Read(call);

    private long Bytes => call.Request?.Body.Length ?? 0;

    /// <summary>The variable at a place of <see cref="RouteConditions.Environment"/>.</summary>
    public CelValue Value(int place) => (RouteVariable)place switch
    {
        RouteVariable.RequestModel => CelValue.Of(call.Model),
        RouteVariable.RequestDialect => CelValue.Of(WordOf(call.Dialect)),
        RouteVariable.RequestOperation => CelValue.Of(CallWords.Of(call.Operation)),
        RouteVariable.RequestStream => CelValue.Of(call.Request?.Stream == true),
        RouteVariable.RequestBytes => CelValue.Of(Bytes),
        RouteVariable.RequestInputTokens => CelValue.Of(Bytes / 4),
        RouteVariable.RequestMaxTokens => CelValue.Of(Body.MaxTokens),
        RouteVariable.RequestHasTools => CelValue.Of(Body.HasTools),
        RouteVariable.RequestUser => CelValue.Of(Body.User),
        RouteVariable.RequestMetadata => _metadata ??= CelValue.Of(Body.Metadata.ToDictionary(pair => pair.Key, pair => CelValue.Of(pair.Value), StringComparer.Ordinal)),
        _ => CelValue.Of(AgentWord((RouteVariable)place)),
    };

    private string? AgentWord(RouteVariable variable) => variable switch
    {
        RouteVariable.AgentNamespace => agent.Namespace,
        RouteVariable.AgentServiceAccount => agent.ServiceAccount,
        RouteVariable.AgentWorkloadKind => agent.WorkloadKind,
        RouteVariable.AgentWorkload => agent.WorkloadName,
        RouteVariable.AgentPod => agent.Pod,
        _ => null,
    };

    private static string WordOf(Dialect dialect) => dialect switch
    {
        Dialect.Azure => "azure",
        Dialect.Anthropic => "anthropic",
        Dialect.Gemini => "gemini",
        Dialect.Bedrock => "bedrock",
        _ => "openai",
    };
}
