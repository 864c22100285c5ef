using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>Gemini's generateContent, countTokens and embeddings (ai.google.dev/api); a server takes each name in both spellings.</summary>
internal static class GeminiTexts
{
    private static readonly TextRule s_content = new TextRule(TextLeaf.Text) { Cases = new("role", ("system", GuardPlace.SystemPrompt), ("function", GuardPlace.ToolResult)) }
        .Words("role")
        .With("parts", Part());

    private static readonly TextRule s_tools = new TextRule(TextLeaf.Json)
        .With("functionDeclarations|function_declarations", new TextRule(TextLeaf.Json).Words("behavior").With("name|description", TextRule.Text)
            .With("parameters|parametersJsonSchema|parameters_json_schema|response|responseJsonSchema|response_json_schema", TextRule.Json))
        .With("googleSearch|google_search|codeExecution|code_execution|urlContext|url_context|googleSearchRetrieval|google_search_retrieval", TextRule.Json);

    private static readonly TextRule s_settings = new TextRule(TextLeaf.Json)
        .Words("temperature", "topP", "top_p", "topK", "top_k", "candidateCount", "candidate_count", "maxOutputTokens", "max_output_tokens", "responseMimeType", "response_mime_type")
        .Words("presencePenalty", "presence_penalty", "frequencyPenalty", "frequency_penalty", "seed", "responseLogprobs", "response_logprobs", "logprobs", "thinkingConfig", "thinking_config")
        .Words("responseModalities", "response_modalities", "speechConfig", "speech_config", "mediaResolution", "media_resolution", "imageConfig", "image_config")
        .With("stopSequences|stop_sequences", TextRule.Text)
        .With("responseSchema|response_schema|responseJsonSchema|response_json_schema", TextRule.Json);

    /// <summary>A request.</summary>
    public static TextRule Request { get; } = Generate(new(TextLeaf.Json));

    /// <summary>A request that only counts: turns, or a whole request.</summary>
    public static TextRule Count { get; } = Generate(new(TextLeaf.Json)).With("generateContentRequest|generate_content_request", Request);

    /// <summary>One text to embed, or a list of them.</summary>
    public static TextRule Embed { get; } = Item(new(TextLeaf.Json)).With("requests", Item(new(TextLeaf.Json)));

    /// <summary>An answer to any of them.</summary>
    public static TextRule Answer { get; } = ErrorTexts.Of(new(TextLeaf.Json))
        .Words("promptFeedback", "usageMetadata", "modelVersion", "responseId", "createTime", "totalTokens", "totalBillableCharacters", "cachedContentTokenCount", "promptTokensDetails")
        .Words("cacheTokensDetails", "modelStatus")
        .With("embedding|embeddings", new TextRule(TextLeaf.Sealed).Words("statistics", "shape").With("values", TextRule.Sealed))
        .With("candidates", new TextRule(TextLeaf.Json) { IsGroup = true }
            .Words("finishReason", "safetyRatings", "index", "tokenCount", "avgLogprobs")
            .With("content", s_content)
            .With("finishMessage", TextRule.Text)
            .With("logprobsResult", TextRule.Repeat)
            .With("groundingMetadata", Grounding())
            .With("urlContextMetadata", new TextRule(TextLeaf.Json).With("urlMetadata", new TextRule(TextLeaf.Json).Words("urlRetrievalStatus").With("retrievedUrl", TextRule.Text)))
            .With("citationMetadata", new TextRule(TextLeaf.Json).With("citationSources|citations", new TextRule(TextLeaf.Json).Words("startIndex", "endIndex").With("uri|license|title", TextRule.Text))));

    private static TextRule Generate(TextRule request) => request
        .Words("model", "safetySettings", "safety_settings", "cachedContent", "cached_content")
        .With("contents", s_content)
        .With("systemInstruction|system_instruction", s_content, GuardPlace.SystemPrompt)
        .With("tools", s_tools, GuardPlace.ToolDefinition)
        .With("toolConfig|tool_config", new TextRule(TextLeaf.Json).Words("functionCallingConfig", "function_calling_config"))
        .With("generationConfig|generation_config", s_settings)
        .With("labels", TextRule.Json);

    private static TextRule Item(TextRule item) => item
        .Words("model", "taskType", "task_type", "outputDimensionality", "output_dimensionality")
        .With("title", TextRule.Text)
        .With("content", s_content);

    private static TextRule Grounding() => new TextRule(TextLeaf.Json).Words("retrievalMetadata")
        .With("webSearchQueries", TextRule.Text)
        .With("searchEntryPoint", new TextRule(TextLeaf.Json).With("renderedContent", TextRule.Text).With("sdkBlob", TextRule.Sealed))
        .With("groundingChunks", TextRule.Json)
        .With("groundingSupports", new TextRule(TextLeaf.Json).Words("groundingChunkIndices", "confidenceScores")
            .With("segment", new TextRule(TextLeaf.Text).Words("startIndex", "endIndex", "partIndex").With("text", TextRule.Text)));

    private static TextRule Part()
    {
        var part = new TextRule(TextLeaf.Text).Words("thought", "videoMetadata", "video_metadata", "mediaResolution", "media_resolution")
            .With("text", TextRule.Text)
            .With("thoughtSignature|thought_signature", TextRule.Sealed)
            .With("inlineData|inline_data", new TextRule(TextLeaf.Json).Words("mimeType", "mime_type").With("data", TextRule.Sealed).With("displayName|display_name", TextRule.Text))
            .With("fileData|file_data", new TextRule(TextLeaf.Json).Words("mimeType", "mime_type").With("fileUri|file_uri|displayName|display_name", TextRule.Text))
            .With("functionCall|function_call", new TextRule(TextLeaf.Json).Words("id", "name").With("args", TextRule.Json), GuardPlace.ToolArguments)
            .With("executableCode|executable_code", new TextRule(TextLeaf.Json).Words("id", "language").With("code", TextRule.Text), GuardPlace.ToolArguments)
            .With("codeExecutionResult|code_execution_result", new TextRule(TextLeaf.Json).Words("id", "outcome").With("output", TextRule.Text), GuardPlace.ToolResult);
        var response = new TextRule(TextLeaf.Json).Words("id", "name", "willContinue", "will_continue", "scheduling").With("response", TextRule.Json).With("parts", part);
        return part.With("functionResponse|function_response", response, GuardPlace.ToolResult);
    }
}
