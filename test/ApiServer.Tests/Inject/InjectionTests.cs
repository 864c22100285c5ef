using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;

namespace AiGateway.ApiServer.Tests.Inject;

/// <summary>The webhook as the charts configure it, called by a real API server: selectors, the patch, what the server makes of it, and denials.</summary>
public sealed class InjectionTests(ApiServerFixture server) : IAsyncLifetime
{
    private const string WebhookPath = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/aigateway-injector";

    private WebhookServer? webhook;
    private string optedIn = "";
    private string other = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        webhook = await WebhookServer.StartAsync(new InjectOptionsReader(_ => null).Read(nativeByDefault: false), Token);
        (optedIn, other) = (await server.NewNamespaceAsync(Token), await server.NewNamespaceAsync(Token));
        await LabelAsync(optedIn, "aigateway.dev/inject", "enabled");
        await Charts.ApplyAsync(server.Transport, webhook.Configuration(), Token);
        await UntilAskedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.Transport.SendAsync(new() { Method = HttpMethod.Delete, Path = WebhookPath }, CancellationToken.None);
        if (webhook is not null) await webhook.DisposeAsync();
    }

    [Fact]
    public async Task Create_PodOfAnOptedInNamespace_HasTheSidecarFirst()
    {
        var pod = await CreateAsync(optedIn, Pod("agent"));

        Assert.Equal(["aigateway-sidecar", "agent"], Names(pod, "containers"));
        Assert.Equal(15080, pod["spec"]!["containers"]![0]!["securityContext"]!["runAsUser"]!.GetValue<int>());
        Assert.Contains("OPENAI_BASE_URL", Variables(pod, 1));
    }

    [Fact]
    public async Task Create_PodOfAnOptedInNamespace_ReadsItsToolServersWhereTheSidecarWritesThem()
    {
        var pod = await CreateAsync(optedIn, Pod("tools"));

        Assert.Contains("AIGATEWAY_MCP_SERVERS", Variables(pod, 1));
        Assert.Contains("""{"name":"aigateway-mcp","readOnly":true,"mountPath":"/etc/aigateway"}""", pod["spec"]!["containers"]![1]!["volumeMounts"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("""{"name":"aigateway-mcp","mountPath":"/var/run/aigateway/mcp"}""", pod["spec"]!["containers"]![0]!["volumeMounts"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ByGenerateName_HasTheSidecar()
    {
        var pod = Pod("agent");
        pod["metadata"] = new JsonObject { ["generateName"] = "agent-" };

        Assert.Equal(["aigateway-sidecar", "agent"], Names(await CreateAsync(optedIn, pod), "containers"));
    }

    [Fact]
    public async Task Create_DryRun_ShowsTheSidecarAndKeepsNothing()
    {
        var shown = JsonNode.Parse((await SendAsync(optedIn, Pod("dry"), "?dryRun=All")).BodyOrThrow())!;

        Assert.Equal(["aigateway-sidecar", "agent"], Names(shown, "containers"));
        Assert.Null(await server.Client.GetAsync(Kinds.Pods, new(optedIn, "dry"), Token));
    }

    [Fact]
    public async Task Create_PodThatOptsOut_IsNotAskedAbout()
    {
        var before = webhook!.Calls;
        var pod = await CreateAsync(optedIn, Pod("plain", ("aigateway.dev/inject", "disabled")));

        Assert.Equal(["agent"], Names(pod, "containers"));
        Assert.Equal(before, webhook.Calls);
    }

    [Fact]
    public async Task Create_PodOfAnotherNamespace_IsNotAskedAbout()
    {
        var before = webhook!.Calls;
        var pod = await CreateAsync(other, Pod("plain"));

        Assert.Equal(["agent"], Names(pod, "containers"));
        Assert.Equal(before, webhook.Calls);
    }

    [Fact]
    public async Task Create_PodOfAnotherNamespaceThatOptsIn_HasTheSidecar() =>
        Assert.Equal(["aigateway-sidecar", "agent"], Names(await CreateAsync(other, Pod("asks", ("aigateway.dev/inject", "enabled"))), "containers"));

    [Fact]
    public async Task Create_PodOfTheControlPlane_IsNotAskedAbout()
    {
        var own = await server.NewNamespaceAsync(Token);
        await LabelAsync(own, "aigateway.dev/inject", "enabled");
        await LabelAsync(own, "aigateway.dev/control-plane", "true");

        Assert.Equal(["agent"], Names(await CreateAsync(own, Pod("operator")), "containers"));
    }

    [Fact]
    public async Task Create_PodThatMountsTheToken_IsForbiddenInWords()
    {
        var pod = Pod("thief");
        pod["spec"]!["containers"]![0]!["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "aigateway-token", ["mountPath"] = "/stolen" });

        var answer = await SendAsync(optedIn, pod);

        Assert.Equal(403, answer.Error?.Code);
        Assert.Contains("aigateway.dev: reserved_volume: The volume name 'aigateway-token' belongs to the sidecar", answer.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_HostNetwork_StartsWithoutAndSaysWhy()
    {
        var pod = Pod("on-the-host");
        pod["spec"]!["hostNetwork"] = true;

        var created = await CreateAsync(optedIn, pod);

        Assert.Equal(["agent"], Names(created, "containers"));
        Assert.StartsWith("host_network: ", created["metadata"]!["annotations"]!["aigateway.dev/inject-skipped"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_CopyOfAnInjectedPod_IsTheSamePod()
    {
        var first = await CreateAsync(optedIn, Pod("original"));
        var copy = first.DeepClone();
        copy["metadata"] = new JsonObject { ["name"] = "copy", ["annotations"] = first["metadata"]!["annotations"]!.DeepClone() };

        var second = await CreateAsync(optedIn, copy.AsObject());

        Assert.Equal(first["spec"]!.ToJsonString(), second["spec"]!.ToJsonString());
    }

    [Fact]
    public async Task Create_RedirectedPod_IsTakenAndACopyOfItIsTheSamePod()
    {
        var pod = Pod("redirected", ("redirected", "true"));
        pod["spec"]!["initContainers"] = new JsonArray(new JsonObject { ["name"] = "fetch", ["image"] = "example.invalid/fetch:1" });
        var first = await CreateAsync(optedIn, pod);
        var copy = first.DeepClone().AsObject();
        copy["metadata"] = new JsonObject { ["name"] = "redirected-copy", ["labels"] = first["metadata"]!["labels"]!.DeepClone(), ["annotations"] = first["metadata"]!["annotations"]!.DeepClone() };

        var second = await CreateAsync(optedIn, copy);

        Assert.Equal(["aigateway-redirect", "aigateway-validator", "fetch"], Names(first, "initContainers"));
        Assert.Equal(["aigateway-sidecar", "agent"], Names(first, "containers"));
        Assert.Contains("SSL_CERT_FILE", Variables(first, 1));
        Assert.Equal("""["SETUID","SETGID","NET_RAW","NET_ADMIN"]""", first["spec"]!["containers"]![1]!["securityContext"]!["capabilities"]!["drop"]!.ToJsonString());
        Assert.Equal("Redirected", first["metadata"]!["annotations"]!["aigateway.dev/egress"]!.GetValue<string>());
        Assert.Equal(first["spec"]!.ToJsonString(), second["spec"]!.ToJsonString());
    }

    [Fact]
    public async Task Create_PodThatCannotBeRedirected_IsForbiddenInThePolicysName()
    {
        var pod = Pod("escalates", ("redirected", "true"));
        pod["spec"]!["containers"]![0]!["securityContext"] = new JsonObject { ["allowPrivilegeEscalation"] = true };

        var answer = await SendAsync(optedIn, pod);

        Assert.Equal(403, answer.Error?.Code);
        Assert.Contains("aigateway.dev: privilege_escalation: Container 'agent'", answer.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("AgentPolicy 'platform/ceiling' asks for Redirected egress", answer.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithAnApiToken_OnlyTheAgentHasIt()
    {
        await AddTokenAsync(optedIn);
        var pod = Pod("with-token", ("redirected", "true"));
        pod["spec"]!["serviceAccountName"] = "agent";
        pod["spec"]!["automountServiceAccountToken"] = true;

        var created = await CreateAsync(optedIn, pod);

        Assert.All(created["spec"]!["initContainers"]!.AsArray(), container => Assert.Equal("aigateway-no-api-token", ApiTokenVolume(container!)));
        Assert.Equal("aigateway-no-api-token", ApiTokenVolume(created["spec"]!["containers"]![0]!));
        Assert.StartsWith("agent-token", ApiTokenVolume(created["spec"]!["containers"]![1]!), StringComparison.Ordinal);
    }

    /// <summary>The API server takes a moment until it knows a new webhook.</summary>
    private async Task UntilAskedAsync()
    {
        await Eventually.HoldsAsync(
            async () =>
            {
                await SendAsync(optedIn, Pod("probe"), "?dryRun=All");
                return webhook!.Calls > 0;
            },
            "the API server calls the webhook");
    }

    /// <summary>A token as the controller manager of 1.20 makes it; there is none here.</summary>
    private async Task AddTokenAsync(string space)
    {
        var account = await server.PostAsync($"/api/v1/namespaces/{space}/serviceaccounts", """{"metadata":{"name":"agent"},"secrets":[{"name":"agent-token"}]}""", Token);
        var uid = account.GetProperty("metadata").GetProperty("uid").GetString();
        await server.PostAsync($"/api/v1/namespaces/{space}/secrets", $$$"""
            {"metadata":{"name":"agent-token","annotations":{"kubernetes.io/service-account.name":"agent","kubernetes.io/service-account.uid":"{{{uid}}}"}},
             "type":"kubernetes.io/service-account-token","data":{"token":"bm9uZQ=="}}
            """, Token);
    }

    private async Task<JsonObject> CreateAsync(string space, JsonObject pod)
    {
        KubeAnswer answer = default;
        // The ServiceAccount admission reads its own cache, which may not have the account yet.
        await Eventually.HoldsAsync(
            async () => (answer = await SendAsync(space, pod)).Error is not { } error || !error.Message.Contains("service account", StringComparison.OrdinalIgnoreCase),
            "the API server knows the account",
            () => answer.Error!.Message);
        return JsonNode.Parse(answer.BodyOrThrow())!.AsObject();
    }

    private Task<KubeAnswer> SendAsync(string space, JsonObject pod, string query = "") =>
        server.Transport.SendAsync(new() { Method = HttpMethod.Post, Path = $"/api/v1/namespaces/{space}/pods{query}", Body = Encoding.UTF8.GetBytes(pod.ToJsonString()) }, Token);

    private async Task LabelAsync(string space, string label, string value)
    {
        var body = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [label] = value } } };
        var request = new KubeRequest { Method = HttpMethod.Patch, Path = $"/api/v1/namespaces/{space}", Body = Encoding.UTF8.GetBytes(body.ToJsonString()), ContentType = "application/merge-patch+json" };
        (await server.Transport.SendAsync(request, Token)).BodyOrThrow();
    }

    private static JsonObject Pod(string name, params (string Name, string Value)[] labels) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)label.Value))) },
        ["spec"] = new JsonObject
        {
            ["automountServiceAccountToken"] = false,
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "agent", ["image"] = "example.invalid/agent:1" }),
        },
    };

    private static IEnumerable<string> Names(JsonNode pod, string list) => pod["spec"]![list]!.AsArray().Select(container => container!["name"]!.GetValue<string>());

    private static IEnumerable<string> Variables(JsonNode pod, int container) =>
        pod["spec"]!["containers"]![container]!["env"]!.AsArray().Select(variable => variable!["name"]!.GetValue<string>());

    private static string ApiTokenVolume(JsonNode container) =>
        container["volumeMounts"]!.AsArray()
            .Single(mount => mount!["mountPath"]!.GetValue<string>() == InjectNames.ApiTokenPath)!["name"]!.GetValue<string>();
}
