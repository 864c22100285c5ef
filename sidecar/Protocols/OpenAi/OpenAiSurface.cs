using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>OpenAI, and everyone who speaks its chat completions: its paths below the provider's base URL. The model stands in the body, but for realtime.</summary>
internal sealed class OpenAiSurface : ProviderSurface
{
    public static readonly OpenAiSurface Instance = new();

    public override WireFormat Serve(WireFormat asked, string model, Provider provider) => ServeAs(asked, HasResponses(provider.Kind));

    public override string PathOf(in SurfaceCall call) => PathBelow(call);

    public override bool NamesModelInPath(WireFormat format) => format == WireFormat.OpenAiRealtime;

    /// <summary>What OpenAI's dialect takes as it is, and what each family becomes else.</summary>
    public static WireFormat ServeAs(WireFormat asked, bool hasResponses) => asked switch
    {
        WireFormat.OpenAiResponses => hasResponses ? asked : WireFormat.OpenAiChat,
        WireFormat.OpenAiChat or WireFormat.OpenAiEmbeddings or WireFormat.OpenAiCompletions => asked,
        WireFormat.OpenAiJson or WireFormat.OpenAiForm or WireFormat.OpenAiRealtime or WireFormat.Opaque => asked,
        WireFormat.GeminiEmbed or WireFormat.GeminiBatchEmbed or WireFormat.CohereEmbed => WireFormat.OpenAiEmbeddings,
        WireFormat.AnthropicMessages or WireFormat.GeminiContent or WireFormat.BedrockConverse or WireFormat.CohereChat => WireFormat.OpenAiChat,
        _ => WireFormat.None,
    };

    /// <summary>The path of a format, in which nothing but realtime names the model.</summary>
    public static string PathBelow(in SurfaceCall call) => call.Format switch
    {
        WireFormat.OpenAiChat => "/chat/completions",
        WireFormat.OpenAiResponses => "/responses",
        WireFormat.OpenAiCompletions => "/completions",
        WireFormat.OpenAiEmbeddings => "/embeddings",
        WireFormat.OpenAiRealtime => $"/realtime?model={Uri.EscapeDataString(call.Model)}",
        _ => call.Below,
    };

    private static bool HasResponses(string kind) => kind is "openai" or "azureOpenAi" or "xai";
}
