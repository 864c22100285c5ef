using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Gemini;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Tests.Protocols.Gemini;

/// <summary>Reads and writes embeddings in one line.</summary>
internal static class EmbeddingText
{
    public static Dictionary<string, EmbeddingFormat> Formats { get; } = new(StringComparer.Ordinal)
    {
        ["embed"] = new GeminiEmbedFormat(),
        ["batch"] = new GeminiBatchEmbedFormat(),
        ["predict"] = new VertexPredictFormat(),
        ["openai"] = new OpenAiEmbeddingFormat(),
    };

    /// <summary>A request of one format in another's words, for a model; what is lost stands behind it.</summary>
    public static string Request(string from, string to, string request)
    {
        var (read, losses) = (Formats[from].ReadRequest(GeminiText.Json(request)), new Losses());
        read.Model = "m1";
        var text = GeminiText.Write(json => Formats[to].WriteRequest(read, json, losses));
        return string.Join(' ', [text, .. read.Unknown, .. losses.Paths]);
    }

    /// <summary>An answer of one format to a request of another.</summary>
    public static string Answer(string provider, string caller, string asked, string answer)
    {
        var request = Formats[caller].ReadRequest(GeminiText.Json(asked));
        return GeminiText.Write(json => Formats[caller].WriteAnswer(Formats[provider].ReadAnswer(GeminiText.Json(answer)), request, json));
    }
}
