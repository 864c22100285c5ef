using System.Net.Http.Headers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Anthropic's API, below <c>https://api.anthropic.com/v1</c>.</summary>
internal sealed class AnthropicSurface : ProviderSurface
{
    public static readonly AnthropicSurface Instance = new();

    private const string VersionHeader = "anthropic-version";
    private const string Version = "2023-06-01";

    public override WireFormat Serve(WireFormat asked, string model, Provider provider)
    {
        if (asked == WireFormat.Opaque) return WireFormat.Opaque;
        if (asked == WireFormat.AnthropicMessages || ConversationFormats.Of(asked) is not null) return WireFormat.AnthropicMessages;
        return asked == WireFormat.AnthropicCount || CountFormats.Of(asked) is not null ? WireFormat.AnthropicCount : WireFormat.None;
    }

    public override string PathOf(in SurfaceCall call) => call.Format switch
    {
        WireFormat.AnthropicMessages => "/messages",
        WireFormat.AnthropicCount => "/messages/count_tokens",
        _ => call.Below,
    };

    /// <summary>The agent's own version stays.</summary>
    public override void AddHeaders(in SurfaceCall call, HttpRequestHeaders headers)
    {
        if (!headers.Contains(VersionHeader)) headers.TryAddWithoutValidation(VersionHeader, Version);
    }
}
