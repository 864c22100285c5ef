namespace AiGateway.Sidecar.Conversations;

/// <summary>An image, a document, a sound: given inline in base64, as text, or by URL. Exactly one of the three is set. No URL is ever fetched by this gateway.</summary>
internal sealed record MediaPart(MediaKind Kind) : Part
{
    /// <summary>As <c>image/png</c>; null where the request did not say.</summary>
    public string? MediaType { get; init; }

    /// <summary>The bytes in base64.</summary>
    public TextValue? Base64 { get; init; }

    /// <summary>A document's text.</summary>
    public TextValue? Text { get; init; }

    public TextValue? Url { get; init; }

    /// <summary>A file's name or title.</summary>
    public string? Name { get; init; }

    /// <summary>OpenAI's <c>detail</c> of an image.</summary>
    public string? Detail { get; init; }
}
