using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>The Gemini API, below <c>https://generativelanguage.googleapis.com/v1beta</c>.</summary>
internal sealed class GeminiSurface : ProviderSurface
{
    private const string Tuned = "tunedModels/";
    private const string Models = "models/";

    public static readonly GeminiSurface Instance = new();

    public override WireFormat Serve(WireFormat asked, string model, Provider provider)
    {
        if (asked is WireFormat.GeminiEmbed or WireFormat.Opaque) return asked;
        if (ConversationFormats.Of(asked) is not null) return WireFormat.GeminiContent;
        if (CountFormats.Of(asked) is not null) return WireFormat.GeminiCount;
        return EmbeddingFormats.Of(asked) is not null ? WireFormat.GeminiBatchEmbed : WireFormat.None;
    }

    public override string PathOf(in SurfaceCall call) =>
        call.Format == WireFormat.Opaque ? call.Below : $"/{ResourceOf(call.Model)}{VerbOf(call.Format, call.Stream)}";

    public override bool NamesModelInPath(WireFormat format) => true;

    /// <summary>The verb behind a model's name.</summary>
    public static string VerbOf(WireFormat format, bool stream) => format switch
    {
        WireFormat.GeminiCount or WireFormat.VertexCount => ":countTokens",
        WireFormat.GeminiEmbed => ":embedContent",
        WireFormat.GeminiBatchEmbed => ":batchEmbedContents",
        WireFormat.VertexPredict => ":predict",
        _ => stream ? ":streamGenerateContent?alt=sse" : ":generateContent",
    };

    /// <summary>A name as users write it, with its collection or without.</summary>
    private static string ResourceOf(string model)
    {
        if (model.StartsWith(Tuned, StringComparison.Ordinal)) return Tuned + Uri.EscapeDataString(model[Tuned.Length..]);
        return Models + Uri.EscapeDataString(model.StartsWith(Models, StringComparison.Ordinal) ? model[Models.Length..] : model);
    }
}
