using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>
/// One dialect of conversations: how a request, an answer and a stream of it are read and written. n dialects are n of these, and every pair of them can talk.
/// Holds no state; the same instance serves all calls.
/// </summary>
internal abstract class ConversationFormat
{
    /// <summary>Whose signatures are this dialect's own: a constant of <see cref="Signature"/>.</summary>
    public abstract string Home { get; }

    /// <summary>Reads a request. The root is an object without repeated names, at most 64 deep.</summary>
    /// <exception cref="UnfitFieldException">A member is not of the dialect's shape.</exception>
    public abstract Conversation ReadRequest(JsonElement root);

    /// <summary>Writes the request's whole body, model and stream as the conversation says; what the dialect cannot express goes to the losses.</summary>
    public abstract void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses);

    /// <summary>Reads a whole answer; untrusted, so it throws where it is none of this dialect.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="InvalidOperationException">A member is of another type.</exception>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    public abstract Answer ReadAnswer(JsonElement root);

    public abstract void WriteAnswer(Answer answer, Utf8JsonWriter json);

    public abstract DeltaReader NewDeltaReader();

    /// <summary>A writer of the stream that answers this conversation.</summary>
    public abstract DeltaWriter NewDeltaWriter(Conversation asked);

    /// <summary>Reads an error's body; null where it is none of this dialect.</summary>
    public abstract ProviderError? ReadError(int status, JsonElement root);
}
