namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>What vectors are for: Gemini's <c>taskType</c> and the neutral words. Those that only Gemini knows are its own in lower case.</summary>
internal static class GeminiPurposes
{
    /// <summary>Null for a type that says nothing.</summary>
    public static string? Read(string type) => type switch
    {
        "" or "TASK_TYPE_UNSPECIFIED" => null,
        "RETRIEVAL_DOCUMENT" => "search_document",
        "RETRIEVAL_QUERY" => "search_query",
        _ => type.ToLowerInvariant(),
    };

    /// <summary>Null for a purpose that Gemini does not know.</summary>
    public static string? Write(string purpose) => purpose switch
    {
        "search_document" => "RETRIEVAL_DOCUMENT",
        "search_query" => "RETRIEVAL_QUERY",
        "classification" => "CLASSIFICATION",
        "clustering" => "CLUSTERING",
        "semantic_similarity" => "SEMANTIC_SIMILARITY",
        "question_answering" => "QUESTION_ANSWERING",
        "fact_verification" => "FACT_VERIFICATION",
        "code_retrieval_query" => "CODE_RETRIEVAL_QUERY",
        _ => null,
    };
}
