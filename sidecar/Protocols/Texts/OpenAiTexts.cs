namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>OpenAI's embeddings, images, speech and moderations, and the rerank of those who have one (platform.openai.com/docs/api-reference, docs.cohere.com, docs.together.ai).</summary>
internal static class OpenAiTexts
{
    private static readonly TextRule s_part = new TextRule(TextLeaf.TextOrTokens).Words("type", "detail", "file_id")
        .With("text", TextRule.Text)
        .With("image_url", new TextRule(TextLeaf.Media).Words("detail", "file_id").With("url", TextRule.Media));

    /// <summary>Texts, or lists of tokens, to be embedded.</summary>
    public static TextRule Embeddings { get; } = new TextRule(TextLeaf.Json)
        .Words("model", "encoding_format", "dimensions", "input_type", "truncate")
        .With("input", s_part)
        .With("user", TextRule.Text);

    /// <summary>Vectors.</summary>
    public static TextRule Vectors { get; } = ErrorTexts.Of(new(TextLeaf.Json))
        .Words("object", "model", "usage", "id", "created")
        .With("data", new TextRule(TextLeaf.Json).Words("object", "index").With("embedding", TextRule.Sealed));

    /// <summary>What has a model and stands beside conversations.</summary>
    public static TextRule Request { get; } = new TextRule(TextLeaf.Json)
        .Words("model", "stream", "n", "size", "quality", "style", "background", "moderation", "response_format", "output_format", "output_compression", "partial_images", "input_fidelity", "voice")
        .Words("speed", "stream_format", "top_n", "return_documents", "max_chunks_per_doc", "max_tokens_per_doc", "rank_fields", "seed", "steps", "width", "height")
        .With("prompt|negative_prompt|instructions|query|user|safety_identifier", TextRule.Text)
        .With("input", s_part)
        .With("documents", TextRule.Json)
        .With("images|mask", s_part);

    /// <summary>An answer to it that is JSON.</summary>
    public static TextRule Answer { get; } = ErrorTexts.Of(new(TextLeaf.Json))
        .Words("id", "object", "created", "model", "usage", "background", "output_format", "quality", "size", "meta")
        .With("data", new TextRule(TextLeaf.Json).Words("index").With("b64_json", TextRule.Sealed).With("url|revised_prompt", TextRule.Text))
        .With("results", new TextRule(TextLeaf.Json)
            .Words("flagged", "categories", "category_scores", "category_applied_input_types", "index", "relevance_score")
            .With("document", TextRule.Json));
}
