using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>How a dialect counts a conversation's tokens without answering it.</summary>
internal abstract class CountFormat
{
    /// <exception cref="UnfitFieldException">A member is not of the dialect's shape.</exception>
    public abstract Conversation ReadRequest(JsonElement root);

    public abstract void WriteRequest(Conversation conversation, Utf8JsonWriter json, Losses losses);

    /// <summary>The input tokens, cached ones too. Throws where the answer is none of this dialect.</summary>
    public abstract long ReadAnswer(JsonElement root);

    public abstract void WriteAnswer(long tokens, Utf8JsonWriter json);

    /// <summary>Reads an error's body; null where it is none of this dialect.</summary>
    public abstract ProviderError? ReadError(int status, JsonElement root);
}
