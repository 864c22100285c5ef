using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Amazon Bedrock: Converse for every model, named in the path. A model's name may be an ARN, whose colons and slashes are escaped.</summary>
internal sealed class BedrockSurface : ProviderSurface
{
    public static readonly BedrockSurface Instance = new();

    public override WireFormat Serve(WireFormat asked, string model, Provider provider) =>
        asked == WireFormat.BedrockConverse || ConversationFormats.Of(asked) is not null ? WireFormat.BedrockConverse : WireFormat.None;

    public override string PathOf(in SurfaceCall call) => $"/model/{Uri.EscapeDataString(call.Model)}/{(call.Stream ? "converse-stream" : "converse")}";

    public override bool NamesModelInPath(WireFormat format) => true;
}
