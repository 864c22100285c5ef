using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>What a provider's error body says, whichever format the call went out in.</summary>
internal static class ErrorWords
{
    /// <summary>The error; null where the body is none of the provider's dialect.</summary>
    public static ProviderError? Read(Passage passage, in ReadOnlySequence<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Translation.MaxDepth });
            return Read(passage.Leg.Format, (int)passage.Answer.StatusCode, document.RootElement);
        }
        catch (Exception garbage) when (Untrusted.IsGarbage(garbage))
        {
            return null;
        }
    }

    /// <summary>Whether a body that passes is in the very shape that the agent's client reads. OpenAI's clients are strict, and not all who speak its dialect are.</summary>
    public static bool IsOwn(Dialect dialect, in ReadOnlySequence<byte> body) => dialect is not (Dialect.OpenAi or Dialect.Azure) || OpenAiErrors.IsErrorBody(body);

    /// <summary>The status that an error should have had.</summary>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest or ErrorKind.ContextLength or ErrorKind.ContentPolicy => 400,
        ErrorKind.Authentication => 502,
        ErrorKind.Permission => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.TooLarge => 413,
        ErrorKind.RateLimit => 429,
        ErrorKind.Overloaded => 503,
        ErrorKind.Timeout => 504,
        _ => 502,
    };

    private static ProviderError? Read(WireFormat format, int status, JsonElement root)
    {
        if (ConversationFormats.Of(format) is { } conversation) return conversation.ReadError(status, root);
        if (CountFormats.Of(format) is { } count) return count.ReadError(status, root);
        if (EmbeddingFormats.Of(format) is { } embedding) return embedding.ReadError(status, root);
        return ConversationFormats.Of(WireFormat.OpenAiChat)?.ReadError(status, root);
    }
}
