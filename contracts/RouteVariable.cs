namespace AiGateway.Contracts;

/// <summary>What <see cref="TargetRule.When"/> may ask about a call, in the order of <see cref="RouteConditions.Environment"/>. Texts that are not there are empty, numbers zero.</summary>
public enum RouteVariable
{
    /// <summary>The model asked for.</summary>
    RequestModel,

    /// <summary>Whose words the agent speaks: openai, azure, anthropic, gemini or bedrock.</summary>
    RequestDialect,

    /// <summary>What is asked for, in the words of audit and metrics, as <c>chat</c>.</summary>
    RequestOperation,

    /// <summary>Whether a stream is asked for.</summary>
    RequestStream,

    /// <summary>Bytes of the body.</summary>
    RequestBytes,

    /// <summary>A guess at the tokens of the body: a quarter of its bytes.</summary>
    RequestInputTokens,

    /// <summary>The most tokens that the answer may have, as the request says.</summary>
    RequestMaxTokens,

    /// <summary>Whether the request offers tools.</summary>
    RequestHasTools,

    /// <summary>The user that the request names.</summary>
    RequestUser,

    /// <summary>The request's metadata: texts by name.</summary>
    RequestMetadata,

    /// <summary>The pod's namespace.</summary>
    AgentNamespace,

    /// <summary>The pod's ServiceAccount.</summary>
    AgentServiceAccount,

    /// <summary>The kind of the workload that owns the pod.</summary>
    AgentWorkloadKind,

    /// <summary>That workload's name.</summary>
    AgentWorkload,

    /// <summary>The pod's name.</summary>
    AgentPod,
}
