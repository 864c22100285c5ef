namespace AiGateway.Sidecar.Conversations;

/// <summary>Texts to be embedded, in no dialect's words.</summary>
internal sealed class EmbeddingRequest
{
    public string Model { get; set; } = "";

    public List<TextValue> Texts { get; } = [];

    public int? Dimensions { get; set; }

    /// <summary>Whether the vectors are wanted in base64 of little-endian floats, which is what OpenAI's clients ask for.</summary>
    public bool Base64 { get; set; }

    /// <summary>search_document, search_query, classification or clustering, in Cohere's words, or one of Gemini's own in lower case; null where the request does not say.</summary>
    public string? Purpose { get; set; }

    public string? User { get; set; }

    /// <summary>Members, in the request's own words, that have no place here.</summary>
    public PathList Unknown { get; } = new();

    /// <summary>Whether the request is for one text without a list around it (Gemini's embedContent).</summary>
    public bool Single { get; set; }
}
