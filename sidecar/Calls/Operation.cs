namespace AiGateway.Sidecar.Calls;

/// <summary>What a call asks for; the names in audit and metrics are OpenTelemetry's where it has one.</summary>
internal enum Operation
{
    /// <summary>The path or the body told nothing that is served.</summary>
    Unknown,

    /// <summary>A chat completion, streamed or not.</summary>
    Chat,

    /// <summary>A legacy completion.</summary>
    TextCompletion,

    /// <summary>Vectors for texts.</summary>
    Embeddings,

    /// <summary>How many tokens a conversation has.</summary>
    CountTokens,

    /// <summary>An image made or edited.</summary>
    Image,

    /// <summary>Speech made, or read.</summary>
    Audio,

    /// <summary>A text judged by the provider.</summary>
    Moderation,

    /// <summary>Documents put in an order.</summary>
    Rerank,

    /// <summary>A conversation by voice over a WebSocket.</summary>
    Realtime,

    /// <summary>An endpoint that a policy names: it keeps something at the provider, or this gateway does not know it.</summary>
    Endpoint,

    /// <summary>The models that the agent may use; answered by the sidecar itself.</summary>
    ListModels,

    /// <summary>One of those models; answered by the sidecar itself.</summary>
    GetModel,

    /// <summary>A call of a tool at a tool server.</summary>
    ExecuteTool,

    /// <summary>Anything else at a tool server.</summary>
    Mcp,

    /// <summary>The tool servers that the agent may use; answered by the sidecar itself.</summary>
    ListServers,
}
