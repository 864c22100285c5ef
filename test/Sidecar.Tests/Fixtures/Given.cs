using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>What the tests have in common, with variations by <c>with</c>.</summary>
internal static class Given
{
    public const string Key = "sk-real-0123456789";

    private static readonly HttpMessageInvoker s_http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = Eventually.Bound });

    public static AgentIdentity Agent { get; } = new()
    {
        Namespace = "shop",
        ServiceAccount = "buyer",
        WorkloadKind = "Deployment",
        WorkloadName = "buyer",
        Pod = "buyer-7d9f-x2",
        PodUid = "0b1c",
    };

    public static PolicyRule Policy(string name, params string[] allow) => new() { Policy = "shop/" + name, AllowModels = [.. allow], DenyModels = [] };

    public static Target Target(Uri baseUrl, string? model = null, string provider = "main", string dialect = Dialects.OpenAi) => new()
    {
        Provider = new()
        {
            Name = "shop/" + provider,
            Kind = "openai",
            Dialect = dialect,
            BaseUrl = baseUrl,
            KeyHeader = "Authorization",
            KeyValue = new("Bearer " + Key),
            Http = s_http,
        },
        Model = model,
        ModelJson = model is null ? null : [(byte)'"', .. JsonEncodedText.Encode(model).EncodedUtf8Bytes, (byte)'"'],
    };

    public static ModelRoute Route(string[] models, params Target[] targets) => new() { Name = "shop/chat", Models = [.. models], Targets = [.. targets] };

    public static Snapshot Snapshot(PolicyRule[] policies, params ModelRoute[] routes) => new()
    {
        Agent = Agent,
        Revision = "r1",
        Sources = [],
        Rules = new([.. policies]),
        Routes = new([.. routes]),
    };

    /// <summary>One route for the name <c>fast</c>, allowed.</summary>
    public static Snapshot Fast(params Target[] targets) => Snapshot([Policy("base", "fast")], Route(["fast"], targets));
}
