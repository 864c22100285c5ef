namespace AiGateway.Sidecar.Calls;

/// <summary>The shape of a call's body. Formats of one family (conversations, counts, embeddings) are translated into each other; the others pass as they are or not at all.</summary>
internal enum WireFormat
{
    /// <summary>No body that is read.</summary>
    None,

    OpenAiChat,
    OpenAiResponses,

    AnthropicMessages,

    /// <summary>Anthropic's Messages as Vertex takes them: without a model, with a version in the body.</summary>
    VertexMessages,
    GeminiContent,
    BedrockConverse,
    CohereChat,

    AnthropicCount,

    /// <summary>The Gemini API's countTokens.</summary>
    GeminiCount,

    /// <summary>Vertex AI's countTokens: a request's members at the top.</summary>
    VertexCount,

    OpenAiEmbeddings,

    /// <summary>Gemini's embedContent: one text.</summary>
    GeminiEmbed,

    /// <summary>Gemini's batchEmbedContents.</summary>
    GeminiBatchEmbed,

    /// <summary>Vertex AI's predict for models of embeddings.</summary>
    VertexPredict,
    CohereEmbed,

    /// <summary>OpenAI's legacy completions.</summary>
    OpenAiCompletions,

    /// <summary>JSON with a model at the top: images, speech, moderations, rerank.</summary>
    OpenAiJson,

    /// <summary>A form with a model in it: transcriptions, image edits.</summary>
    OpenAiForm,

    /// <summary>OpenAI's realtime events over a WebSocket.</summary>
    OpenAiRealtime,

    /// <summary>MCP's JSON-RPC messages.</summary>
    Mcp,

    /// <summary>Whatever an endpoint that a policy names takes: passed unread.</summary>
    Opaque,
}
