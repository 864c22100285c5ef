using System.Text;
using System.Text.Json;
using AiGateway.ApiServer.Tests.Crds;
using AiGateway.Contracts;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Tests.Publish;
using AiGateway.Rig;

namespace AiGateway.ApiServer.Tests.Reconcile;

/// <summary>The whole operator over a real API server: real tokens open the stream, real objects change the bundle, real statuses say how far it came.</summary>
public sealed class OperatorTests(ApiServerFixture server) : IAsyncLifetime
{
    private string _system = "";
    private string _team = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        await InstalledCrds.InstallAsync(server, Token);
        (_system, _team) = (await server.NewNamespaceAsync(Token), await server.NewNamespaceAsync(Token));
        await PatchAsync($"/api/v1/namespaces/{_team}", """{"metadata":{"labels":{"aigateway.dev/inject":"enabled"} } }""");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Operator_PolicyIsEdited_ReachesTheSidecarAndTheStatusSaysSo()
    {
        var pod = await PodAsync(_team, "agent-0");
        await PolicyAsync("fast");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);
        using var sidecar = new SidecarClient(running.Stream, await TokenAsync(pod));
        await UntilAsync(() => running.IsReadyAsync(Token), "the operator is ready");
        await sidecar.HelloAsync();

        var first = await sidecar.HearBundleAsync();
        Assert.Equal((pod.Metadata.Uid, "fast"), (first.Agent.PodUid, AllowOf(first)));
        await sidecar.AckAsync(first);
        await UntilAsync(async () => await ReadyAsync("True", "1/1"), "the policy is in force");

        await PolicyAsync("slow");
        var second = await sidecar.HearBundleAsync();
        Assert.Equal("slow", AllowOf(second));
        await UntilAsync(async () => await ReadyAsync("Unknown", "0/1"), "the new generation is outstanding");
        await sidecar.AckAsync(second);
        await UntilAsync(async () => await ReadyAsync("True", "1/1"), "the new generation is in force");
    }

    [Fact]
    public async Task Operator_TokenOfAnotherNamespacesPod_BringsThatPodsDenialOnly()
    {
        await PodAsync(_team, "agent-0");
        var other = await server.NewNamespaceAsync(Token);
        var stranger = await PodAsync(other, "agent-0");
        await PolicyAsync("fast");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);
        await UntilAsync(() => running.IsReadyAsync(Token), "the operator is ready");

        using var sidecar = await new SidecarClient(running.Stream, await TokenAsync(stranger)).HelloAsync();
        var bundle = await sidecar.HearBundleAsync();

        Assert.Equal((other, stranger.Metadata.Uid), (bundle.Agent.Namespace, bundle.Agent.PodUid));
        Assert.Empty(BundleJson.ReadRules(BundleJson.RawRules(bundle)).Agent.Policies);
    }

    [Fact]
    public async Task Operator_TokenOfAPodWithoutASidecar_BringsItsPoliciesAsDenials()
    {
        var bare = (await server.Client.CreateAsync(Kinds.Pods, Pods.Minimal(_team, "bare-0"), Token)).ValueOrThrow();
        await PolicyAsync("fast");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);
        await UntilAsync(() => running.IsReadyAsync(Token), "the operator is ready");

        using var sidecar = await new SidecarClient(running.Stream, await TokenAsync(bare)).HelloAsync();
        var rules = BundleJson.ReadRules(BundleJson.RawRules(await sidecar.HearBundleAsync()));

        Assert.Contains("no sidecar", Assert.Single(rules.Agent.Policies).Unfit, StringComparison.Ordinal);
        Assert.Empty(rules.Providers);
    }

    [Fact]
    public async Task Operator_ServerChangesATool_DriftIsShownUntilItsLineIsAdded()
    {
        var pod = await PodAsync(_team, "agent-0");
        var (read, changed) = ("read@sha256:" + new string('a', 64), "read@sha256:" + new string('b', 64));
        await ApplyAsync(ResourceKinds.McpServers, "git", $$"""{"url":"https://git.example/mcp","pinning":"Warn","approvedTools":["{{read}}"]}""");
        await ApplyAsync(ResourceKinds.Policies, "policy", """{"podSelector":{},"mcp":[{"server":"git","tools":{"allow":["*"]}}]}""");
        await using var running = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);
        await UntilAsync(() => running.IsReadyAsync(Token), "the operator is ready");
        using var sidecar = await new SidecarClient(running.Stream, await TokenAsync(pod)).HelloAsync();
        await sidecar.AckAsync(await sidecar.HearBundleAsync());

        await sidecar.SayAsync(Saw(sidecar, _team, read, DateTimeOffset.UnixEpoch));
        await UntilAsync(async () => await ToolsAsync("True", "1 0"), "the tool is approved");
        await sidecar.SayAsync(Saw(sidecar, _team, changed, DateTimeOffset.UnixEpoch.AddMinutes(20)));
        await UntilAsync(async () => await ToolsAsync("False", "1 1"), "drift is shown");

        var seen = await server.Client.GetAsync(ResourceKinds.McpServers, new(_team, "git"), Token);
        Assert.Equal([changed], seen!.Status!.Unapproved.AsEnumerable());
        Assert.Equal(("True", "Changed"), (seen.Status.Conditions.Single(condition => condition.Type == "Ready").Status, seen.Status.Tools.Single().State));
        await PatchAsync(
            $"/apis/aigateway.dev/v1alpha1/namespaces/{_team}/mcpservers/git", $$$"""{"spec":{"approvedTools":["{{{read}}}","{{{seen.Status.Unapproved[0]}}}"]} }""");
        await sidecar.AckAsync(await sidecar.HearBundleAsync());
        await UntilAsync(async () => await ToolsAsync("True", "1 0"), "the edit approves it");
        await UntilAsync(async () => await EventsAsync() is ["ToolDrift", "ToolsApproved"], "both are told as events");
    }

    [Fact]
    public async Task Operator_TwoReplicas_ShareOneAuthorityAndTakeItToTheNamespace()
    {
        await using var first = await RunningOperator.StartAsync(server.Client, _system, "operator-0", Token);
        await using var second = await RunningOperator.StartAsync(server.Client, _system, "operator-1", Token);
        await UntilAsync(() => first.IsReadyAsync(Token), "the first replica is ready");
        await UntilAsync(() => second.IsReadyAsync(Token), "the second replica is ready");
        ConfigMap? roots = null;
        await UntilAsync(async () => (roots = await server.Client.GetAsync(Kinds.ConfigMaps, new(_team, Group.RootsConfigMap), Token)) is not null, "the roots are there");

        var secret = await server.Client.GetAsync(Kinds.Secrets, new(_system, "aigateway-certificates"), Token);

        Assert.Equal(Encoding.UTF8.GetString(Convert.FromBase64String(secret!.Data["ca.crt"])), roots!.Data["ca.crt"]);
        Assert.All([first, second], replica => Assert.True(Shows(replica.Stream, roots.Data["ca.crt"])));
        Assert.Null(await server.Client.GetAsync(Kinds.ConfigMaps, new(_system, Group.RootsConfigMap), Token));
    }

    private static bool Shows(Uri address, string roots)
    {
        using var client = new System.Net.Sockets.TcpClient(address.Host, address.Port);
        using var tls = new System.Net.Security.SslStream(client.GetStream(), false, (_, certificate, _, errors) =>
            CertificateTrust.Verifies(certificate, errors, roots));
        tls.AuthenticateAsClient(new System.Net.Security.SslClientAuthenticationOptions
        {
            TargetHost = "localhost", ApplicationProtocols = [System.Net.Security.SslApplicationProtocol.Http2],
        });
        return tls.IsAuthenticated;
    }

    private static string AllowOf(Bundle bundle) => BundleJson.ReadRules(BundleJson.RawRules(bundle)).Agent.Policies.Single().AllowModels.Single();

    private async Task<bool> ReadyAsync(string status, string sidecars)
    {
        var policy = await server.Client.GetAsync(ResourceKinds.Policies, new(_team, "policy"), Token);
        return policy?.Status is { } found
            && found.ObservedGeneration == policy.Metadata.Generation
            && found.Sidecars?.Summary == sidecars
            && found.Conditions.Any(condition => condition.Type == "Ready" && condition.Status == status && condition.ObservedGeneration == policy.Metadata.Generation);
    }

    private Task PolicyAsync(string model) => ApplyAsync(ResourceKinds.Policies, "policy", $$$"""{"podSelector":{},"models":{"allow":["{{{model}}}"]} }""");

    private async Task ApplyAsync<T>(ResourceKind<T> kind, string name, string spec)
        where T : KubernetesObject
    {
        var json = $$$"""
            {"apiVersion":"aigateway.dev/v1alpha1","kind":"{{{kind.Kind}}}","metadata":{"namespace":"{{{_team}}}","name":"{{{name}}}"},"spec":{{{spec}}} }
            """;
        (await server.Client.ApplyAsync(kind, new(_team, name), Encoding.UTF8.GetBytes(json), new() { FieldManager = "user", Force = true }, Token)).ValueOrThrow();
    }

    private static Envelope Saw(SidecarClient sidecar, string space, string pin, DateTimeOffset listedAt) => new()
    {
        Type = EnvelopeTypes.Seen,
        Seen = new()
        {
            Epoch = sidecar.Epoch,
            Servers = [new() { Server = space + "/git", Tools = [new() { Name = pin.Split('@')[0], Hash = pin.Split(':')[1] }], At = listedAt, ListedAt = listedAt }],
        },
    };

    /// <summary>What <c>kubectl get mcpservers</c> prints of tools and drift, and whether they are approved, in this generation.</summary>
    private async Task<bool> ToolsAsync(string approved, string columns)
    {
        var found = await server.Client.GetAsync(ResourceKinds.McpServers, new(_team, "git"), Token);
        var table = await ServerTable.ReadAsync(server, $"/apis/aigateway.dev/v1alpha1/namespaces/{_team}/mcpservers", Token);
        var row = table.Columns.Zip(table.Rows.Single()).ToDictionary(cell => cell.First, cell => cell.Second);
        return found!.Status?.ObservedGeneration == found.Metadata.Generation
            && found.Status.Conditions.Any(condition => condition.Type == "ToolsApproved" && condition.Status == approved)
            && found.Status.Conditions.Any(condition => condition.Type == "Ready" && condition.Status == "True")
            && $"{row["Tools"]} {row["Drift"]}" == columns;
    }

    /// <summary>The reasons of the Events on the server, as they were told.</summary>
    private async Task<string[]> EventsAsync()
    {
        var list = (await server.Transport.SendAsync(new() { Method = HttpMethod.Get, Path = $"/apis/events.k8s.io/v1/namespaces/{_team}/events" }, Token)).BodyOrThrow();
        using var events = JsonDocument.Parse(list);
        return
        [
            .. events.RootElement.GetProperty("items").EnumerateArray()
                .Where(one => one.GetProperty("regarding").GetProperty("kind").GetString() == nameof(McpServer))
                .OrderBy(one => one.GetProperty("eventTime").GetDateTimeOffset())
                .Select(one => one.GetProperty("reason").GetString()!),
        ];
    }

    private async Task<Pod> PodAsync(string space, string name)
    {
        var pod = Pods.Minimal(space, name);
        pod = pod with { Spec = pod.Spec with { Containers = [.. pod.Spec.Containers, new() { Name = Group.SidecarContainer, Image = "example.invalid/sidecar:1" }] } };
        var made = (await server.Client.CreateAsync(Kinds.Pods, pod, Token)).ValueOrThrow();
        await PatchAsync($"/api/v1/namespaces/{space}/pods/{name}/status", """{"status":{"phase":"Running"} }""");
        return made;
    }

    private async Task PatchAsync(string path, string json)
    {
        var request = new KubeRequest { Method = HttpMethod.Patch, Path = path, Body = Encoding.UTF8.GetBytes(json), ContentType = "application/merge-patch+json" };
        (await server.Transport.SendAsync(request, Token)).BodyOrThrow();
    }

    private Task<string> TokenAsync(Pod pod) => server.PodTokenAsync(ObjectKey.Of(pod), pod.Metadata.Uid, Protocol.Audience, Token);

    private static Task UntilAsync(Func<Task<bool>> condition, string what) => Eventually.HoldsAsync(condition, what);
}
