using System.Text;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.ApiServer.Tests.Inject;

/// <summary>The operator's rights as the charts grant them: what it does is allowed, and what is next to it is not.</summary>
public sealed class RightsTests(ApiServerFixture server) : IAsyncLifetime
{
    private const string Space = "aigateway-system";
    private KubeTransport? transport;
    private string team = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        await Charts.ApplyAsync(server.Transport, Charts.Read("namespace.yaml"), Token);
        await Charts.ApplyAsync(server.Transport, Charts.Read("rbac.yaml"), Token);
        team = await server.NewNamespaceAsync(Token);
        var answer = await server.PostAsync($"/api/v1/namespaces/{Space}/serviceaccounts/aigateway-operator/token", """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}""", Token);
        var token = answer.GetProperty("status").GetProperty("token").GetString();
        transport = new KubeTransport(server.Config(server.Port) with { ClientCertificate = null, Token = token }, new(), TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        transport?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("GET", "/api/v1/pods")]
    [InlineData("GET", "/api/v1/namespaces")]
    [InlineData("GET", "/api/v1/secrets?labelSelector=aigateway.dev/credential%3Dtrue")]
    [InlineData("POST", "/apis/coordination.k8s.io/v1/namespaces/aigateway-system/leases", """{"metadata":{"generateName":"x-"},"spec":{}}""")]
    [InlineData("POST", "/api/v1/namespaces/aigateway-system/secrets", """{"metadata":{"generateName":"x-"}}""")]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/tokenreviews", """{"spec":{"token":"none"}}""")]
    [InlineData("PATCH", "/api/v1/namespaces/$TEAM/configmaps/aigateway-roots?fieldManager=x", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"aigateway-roots"}}""")]
    [InlineData("GET", "/api/v1/namespaces/aigateway-system/configmaps?labelSelector=aigateway.dev/ledger")]
    [InlineData("POST", "/api/v1/namespaces/aigateway-system/configmaps", """{"metadata":{"generateName":"aigateway-ledger-"}}""")]
    [InlineData("GET", "/apis/networking.k8s.io/v1/networkpolicies")]
    [InlineData("PATCH", "/apis/networking.k8s.io/v1/namespaces/$TEAM/networkpolicies/aigateway-x?fieldManager=x", """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"aigateway-x"},"spec":{"podSelector":{}}}""")]
    public async Task Request_OfWhatTheOperatorDoes_IsAllowed(string method, string path, string? body = null) =>
        Assert.Null((await SendAsync(method, path, body)).Error);

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/$TEAM/configmaps")]
    [InlineData("GET", "/api/v1/nodes")]
    [InlineData("GET", "/api/v1/namespaces/$TEAM/secrets/anything")]
    [InlineData("POST", "/api/v1/namespaces/$TEAM/pods", """{"metadata":{"name":"x"}}""")]
    [InlineData("POST", "/api/v1/namespaces/$TEAM/secrets", """{"metadata":{"name":"x"}}""")]
    [InlineData("POST", "/api/v1/namespaces/$TEAM/configmaps", """{"metadata":{"name":"other"}}""")]
    [InlineData("POST", "/api/v1/namespaces/aigateway-system/serviceaccounts/aigateway-operator/token", """{"spec":{}}""")]
    [InlineData("PATCH", "/api/v1/namespaces/$TEAM/configmaps/other?fieldManager=x", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"other"}}""")]
    [InlineData("PATCH", "/apis/rbac.authorization.k8s.io/v1/clusterroles/aigateway-operator?fieldManager=x", """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"aigateway-operator"}}""")]
    [InlineData("DELETE", "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/aigateway-injector")]
    [InlineData("PUT", "/apis/networking.k8s.io/v1/namespaces/$TEAM/networkpolicies/x", """{"metadata":{"name":"x"},"spec":{"podSelector":{}}}""")]
    [InlineData("DELETE", "/apis/networking.k8s.io/v1/namespaces/$TEAM/networkpolicies")]
    public async Task Request_OfWhatIsNextToIt_IsForbidden(string method, string path, string? body = null) =>
        Assert.Equal(403, (await SendAsync(method, path, body)).Error?.Code);

    [Theory]
    [InlineData("agentpolicies", "AgentPolicy")]
    [InlineData("guardrails", "Guardrail")]
    [InlineData("mcpservers", "McpServer")]
    [InlineData("modelroutes", "ModelRoute")]
    [InlineData("providercredentials", "ProviderCredential")]
    public async Task Request_OfAKindOfOurs_MayListItAndWriteItsStatusAlone(string plural, string kind)
    {
        await InstalledCrds.InstallAsync(server, Token);
        var (all, one) = ($"/apis/aigateway.dev/v1alpha1/{plural}", $"/apis/aigateway.dev/v1alpha1/namespaces/{team}/{plural}/gone");
        var body = $$$"""{"apiVersion":"aigateway.dev/v1alpha1","kind":"{{{kind}}}","metadata":{"name":"gone"},"status":{"observedGeneration":1} }""";

        Assert.Null((await SendAsync("GET", all)).Error);
        Assert.Equal(404, (await SendAsync("PATCH", $"{one}/status?fieldManager=x", body)).Error?.Code);
        Assert.Equal(403, (await SendAsync("PATCH", $"{one}?fieldManager=x", body)).Error?.Code);
    }

    [Fact]
    public async Task Request_OfAnAgent_MayMakeItWriteItsStatusAndRemoveIt()
    {
        await InstalledCrds.InstallAsync(server, Token);
        var path = $"/apis/aigateway.dev/v1alpha1/namespaces/{team}/agents";
        var body = """{"apiVersion":"aigateway.dev/v1alpha1","kind":"Agent","metadata":{"name":"pod-x"},"spec":{"workload":{"kind":"Pod","name":"x"}} }""";

        Assert.Null((await SendAsync("PATCH", $"{path}/pod-x?fieldManager=x", body)).Error);
        Assert.Null((await SendAsync("PATCH", $"{path}/pod-x/status?fieldManager=x", body.Replace("\"spec\":{\"workload\":{\"kind\":\"Pod\",\"name\":\"x\"}}", "\"status\":{\"pods\":{\"count\":1}}", StringComparison.Ordinal))).Error);
        Assert.Null((await SendAsync("GET", $"{path}/pod-x")).Error);
        Assert.Equal(403, (await SendAsync("PUT", $"{path}/pod-x", body)).Error?.Code);
        Assert.Null((await SendAsync("DELETE", $"{path}/pod-x")).Error);
    }

    [Fact]
    public async Task Request_OfAPod_MayAnnotateAndEvictIt()
    {
        (await server.Client.CreateAsync(Kinds.Pods, Pods.Minimal(team, "here"), Token)).ValueOrThrow();
        var (here, gone) = ($"/api/v1/namespaces/{team}/pods/here", $"/api/v1/namespaces/{team}/pods/gone");

        Assert.Null((await SendAsync("PATCH", here + "?fieldManager=x", Annotated("here"))).Error);
        Assert.NotNull((await SendAsync("PATCH", gone + "?fieldManager=x", Annotated("gone"))).Error); // By its rights, or because no pod is without containers: as the server's version has it.
        Assert.Equal(403, (await SendAsync("DELETE", here)).Error?.Code);
        Assert.Equal(404, (await SendAsync("POST", gone + "/eviction", """{"apiVersion":"policy/v1beta1","kind":"Eviction","metadata":{"name":"gone"} }""")).Error?.Code);
    }

    private static string Annotated(string pod) =>
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{pod}}}","annotations":{"aigateway.dev/enforcement":"Redirected"} } }""";

    private Task<KubeAnswer> SendAsync(string method, string path, string? body = null) => transport!.SendAsync(new()
    {
        Method = new(method),
        Path = path.Replace("$TEAM", team, StringComparison.Ordinal),
        Body = body is null ? null : Encoding.UTF8.GetBytes(body),
        ContentType = method == "PATCH" ? "application/apply-patch+yaml" : "application/json",
    }, Token);
}
