using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>Bedrock's Converse (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).</summary>
internal static class BedrockTexts
{
    private static readonly TextRule s_block = Block();

    private static readonly TextRule s_message = new TextRule(TextLeaf.Json) { Cases = new("role", ("system", GuardPlace.SystemPrompt)) }.Words("role").With("content", s_block);

    private static readonly TextRule s_tools = new TextRule(TextLeaf.Json)
        .Words("toolChoice")
        .With("tools", new TextRule(TextLeaf.Json)
            .Words("cachePoint")
            .With("systemTool", new TextRule(TextLeaf.Json).With("name", TextRule.Text))
            .With("toolSpec", new TextRule(TextLeaf.Json).Words("strict").With("name|description", TextRule.Text).With("inputSchema", new TextRule(TextLeaf.Json).With("json", TextRule.Json))));

    /// <summary>A request.</summary>
    public static TextRule Request { get; } = new TextRule(TextLeaf.Json)
        .Words("additionalModelResponseFieldPaths", "guardrailConfig", "performanceConfig", "serviceTier")
        .With("messages", s_message)
        .With("system", s_block, GuardPlace.SystemPrompt)
        .With("toolConfig", s_tools, GuardPlace.ToolDefinition)
        .With("inferenceConfig", new TextRule(TextLeaf.Json).Words("maxTokens", "temperature", "topP").With("stopSequences", TextRule.Text))
        .With("additionalModelRequestFields|requestMetadata|promptVariables", TextRule.Json);

    /// <summary>An answer.</summary>
    public static TextRule Answer { get; } = ErrorTexts.Of(new(TextLeaf.Json))
        .Words("stopReason", "usage", "metrics", "performanceConfig", "serviceTier")
        .With("output", new TextRule(TextLeaf.Json).With("message", s_message))
        .With("additionalModelResponseFields|trace", TextRule.Json);

    private static TextRule Block()
    {
        var source = new TextRule(TextLeaf.Json)
            .With("bytes", TextRule.Sealed)
            .With("text", TextRule.Text)
            .With("content", new TextRule(TextLeaf.Json).With("text", TextRule.Text))
            .With("s3Location", new TextRule(TextLeaf.Json).Words("bucketOwner").With("uri", TextRule.Text));
        var media = new TextRule(TextLeaf.Json).Words("format", "citations").With("name|context|title", TextRule.Text).With("source", source);
        var block = new TextRule(TextLeaf.Text).Words("cachePoint")
            .With("text", TextRule.Text)
            .With("json", TextRule.Json)
            .With("image|document|video|audio", media)
            .With("guardContent", new TextRule(TextLeaf.Json).With("image", media).With("text", new TextRule(TextLeaf.Text).Words("qualifiers").With("text", TextRule.Text)))
            .With("searchResult", new TextRule(TextLeaf.Json).Words("citations").With("source|title", TextRule.Text).With("content", new TextRule(TextLeaf.Json).With("text", TextRule.Text)))
            .With("toolUse", new TextRule(TextLeaf.Json).Words("toolUseId", "name", "type").With("input", TextRule.Json), GuardPlace.ToolArguments)
            .With("reasoningContent", new TextRule(TextLeaf.Json)
                .With("reasoningText", new TextRule(TextLeaf.Text).With("text", TextRule.Text).With("signature", TextRule.Sealed))
                .With("redactedContent", TextRule.Sealed))
            .With("citationsContent", new TextRule(TextLeaf.Json).With("content", new TextRule(TextLeaf.Json).With("text", TextRule.Text)).With("citations", TextRule.Json));
        return block.With("toolResult", new TextRule(TextLeaf.Json).Words("toolUseId", "status", "type").With("content", block), GuardPlace.ToolResult);
    }
}
