using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Cohere;

/// <summary>Cohere's API, version 2, below <c>https://api.cohere.com</c>. Its rerank passes as it is: there is but one shape of it.</summary>
internal sealed class CohereSurface : ProviderSurface
{
    public static readonly CohereSurface Instance = new();

    public override WireFormat Serve(WireFormat asked, string model, Provider provider)
    {
        if (asked is WireFormat.Opaque or WireFormat.OpenAiJson) return asked;
        if (ConversationFormats.Of(asked) is not null) return WireFormat.CohereChat;
        return EmbeddingFormats.Of(asked) is not null ? WireFormat.CohereEmbed : WireFormat.None;
    }

    public override string PathOf(in SurfaceCall call) => call.Format switch
    {
        WireFormat.CohereChat => "/v2/chat",
        WireFormat.CohereEmbed => "/v2/embed",
        WireFormat.OpenAiJson => $"/v2{call.Below}",
        _ => call.Below,
    };
}
