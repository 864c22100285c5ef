using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>
/// Azure OpenAI: OpenAI's bodies below the resource's own host. With an <c>api-version</c> the deployment stands in the path, and what the body says of the model plays no part;
/// without one, the v1 paths take it from the body.
/// </summary>
internal sealed class AzureSurface : ProviderSurface
{
    public static readonly AzureSurface Versioned = new(isVersioned: true);
    public static readonly AzureSurface V1 = new(isVersioned: false);
    private readonly bool _isVersioned;

    private AzureSurface(bool isVersioned) => _isVersioned = isVersioned;

    public override WireFormat Serve(WireFormat asked, string model, Provider provider) => OpenAiSurface.ServeAs(asked, hasResponses: true);

    public override bool NamesModelInPath(WireFormat format) => format == WireFormat.OpenAiRealtime || (_isVersioned && IsOfDeployment(format));

    public override string PathOf(in SurfaceCall call)
    {
        if (!_isVersioned) return $"/openai/v1{OpenAiSurface.PathBelow(call)}";
        var (version, model) = (Uri.EscapeDataString(call.Provider.ApiVersion!), Uri.EscapeDataString(call.Model));
        if (call.Format == WireFormat.OpenAiRealtime) return $"/openai/realtime?api-version={version}&deployment={model}";
        var below = OpenAiSurface.PathBelow(call);
        var mark = below.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return IsOfDeployment(call.Format)
            ? $"/openai/deployments/{model}{below}{mark}api-version={version}"
            : $"/openai{below}{mark}api-version={version}";
    }

    private static bool IsOfDeployment(WireFormat format) => format is WireFormat.OpenAiChat or WireFormat.OpenAiCompletions or WireFormat.OpenAiEmbeddings
        or WireFormat.OpenAiJson or WireFormat.OpenAiForm;
}
