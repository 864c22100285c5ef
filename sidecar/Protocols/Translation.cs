using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// One call's request, read once, on its way into the words of whichever provider is tried, and the way back. One implementation a family of formats.
/// Lives as long as the call.
/// </summary>
internal abstract class Translation(JsonDocument request) : IDisposable
{
    /// <summary>Reads the call's request; a refusal where it is not of its dialect's shape, or of a family that is not translated.</summary>
    public static Step<Translation> Read(Call call)
    {
        var request = call.Request!;
        var document = JsonDocument.Parse(request.Body.Bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
        try
        {
            if (Create(call, document) is { } translation) return translation;
            document.Dispose();
            return new Refusal(RefusalReason.NoTarget, "No target of this route takes a request of this kind, and it cannot be translated.");
        }
        catch (UnfitFieldException unfit)
        {
            document.Dispose();
            return new Refusal(RefusalReason.InvalidField, unfit.Message, unfit.Path);
        }
        catch (Exception broken) when (Untrusted.IsGarbage(broken))
        {
            document.Dispose();
            return Broken;
        }
    }

    /// <summary>A text that is no Unicode passes where nobody reads it, and cannot be written in other words.</summary>
    public static Refusal Broken { get; } = new(RefusalReason.InvalidJson, "A text in the body is not valid Unicode, so it cannot be told in the words of the target.");

    /// <summary>As deep as requests and answers may be.</summary>
    public const int MaxDepth = 64;

    /// <summary>Whether a provider's format is of the same family.</summary>
    public abstract bool CanWrite(WireFormat format);

    /// <summary>Writes the request in the words of the provider that it goes to; what cannot be said goes to the losses.</summary>
    public abstract void WriteRequest(in SurfaceCall to, Utf8JsonWriter json, Losses losses);

    /// <summary>Reads a provider's whole answer and writes it in the agent's words. Throws what <see cref="Untrusted"/> knows where it is none.</summary>
    public abstract Usage WriteAnswer(WireFormat format, JsonElement answer, Utf8JsonWriter json);

    /// <summary>Reads a provider's error; null where it is none.</summary>
    public abstract ProviderError? ReadError(WireFormat format, int status, JsonElement root);

    /// <summary>The way of a stream back; null where the family has none.</summary>
    public virtual (DeltaReader Reader, DeltaWriter Writer)? Stream(WireFormat format) => null;

    public void Dispose() => request.Dispose();

    private static Translation? Create(Call call, JsonDocument document)
    {
        if (ConversationFormats.Of(call.Format) is { } conversation) return new ConversationTranslation(call, conversation, document);
        if (CountFormats.Of(call.Format) is { } count) return new CountTranslation(call, count, document);
        return EmbeddingFormats.Of(call.Format) is { } embedding ? new EmbeddingTranslation(call, embedding, document) : null;
    }
}
