using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Conversations;

/// <summary>What a provider said went wrong, in no dialect's words.</summary>
/// <param name="Kind">Which of the closed set it is.</param>
/// <param name="Message">The provider's sentence, bounded; untrusted.</param>
internal sealed record ProviderError(ErrorKind Kind, string Message)
{
    /// <summary>The provider's own word for it.</summary>
    public string? Code { get; init; }

    /// <summary>The request's member at fault, where the provider names one.</summary>
    public string? Param { get; init; }

    /// <summary>When to come back, where the body says it (Gemini's RetryInfo); headers are read elsewhere.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
