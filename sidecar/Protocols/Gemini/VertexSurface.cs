using System.Text;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Vertex AI, below <c>https://{region}-aiplatform.googleapis.com/v1/projects/{p}/locations/{l}</c>: Gemini's models and Google's of embeddings, and Claude as Anthropic's
/// Messages without a model in the body.
/// </summary>
internal sealed class VertexSurface : ProviderSurface
{
    /// <summary>Of Google's own models of embeddings this alone, and those that are no Gemini, are asked by predict; newer ones by embedContent.</summary>
    private const string FirstGeminiEmbedding = "gemini-embedding-001";

    private static readonly ReadOnlyMemory<byte> s_version = Encoding.ASCII.GetBytes("\"anthropic_version\":\"vertex-2023-10-16\"");

    public static readonly VertexSurface Instance = new();

    public override WireFormat Serve(WireFormat asked, string model, Provider provider)
    {
        if (asked == WireFormat.Opaque) return asked;
        var isClaude = IsClaude(model);
        if (ConversationFormats.Of(asked) is not null) return isClaude ? WireFormat.VertexMessages : WireFormat.GeminiContent;
        if (CountFormats.Of(asked) is not null) return isClaude ? WireFormat.AnthropicCount : WireFormat.VertexCount;
        if (isClaude || EmbeddingFormats.Of(asked) is null) return WireFormat.None;
        return TakesContent(model) ? WireFormat.GeminiEmbed : WireFormat.VertexPredict;
    }

    public override string PathOf(in SurfaceCall call) => call.Format switch
    {
        WireFormat.Opaque => call.Below,
        WireFormat.AnthropicCount => "/publishers/anthropic/models/count-tokens:rawPredict",
        WireFormat.VertexMessages => $"/publishers/anthropic/models/{Escape(call.Model)}{(call.Stream ? ":streamRawPredict" : ":rawPredict")}",
        _ => $"/publishers/google/models/{Escape(call.Model)}{GeminiSurface.VerbOf(call.Format, call.Stream)}",
    };

    /// <summary>Only counting for Claude has one path for all models.</summary>
    public override bool NamesModelInPath(WireFormat format) => format != WireFormat.AnthropicCount;

    public override ReadOnlyMemory<byte>? InsteadOfModel(WireFormat format) => format == WireFormat.VertexMessages ? s_version : (ReadOnlyMemory<byte>?)null;

    private static bool IsClaude(string model) => model.StartsWith("claude", StringComparison.OrdinalIgnoreCase);

    private static bool TakesContent(string model) =>
        model.Contains("gemini", StringComparison.OrdinalIgnoreCase) && !model.Equals(FirstGeminiEmbedding, StringComparison.OrdinalIgnoreCase);

    /// <summary>The version behind an @ stands in the path as it is.</summary>
    private static string Escape(string model) => Uri.EscapeDataString(model).Replace("%40", "@", StringComparison.Ordinal);
}
