using System.Text;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Watch;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.ApiServer.Tests.Watch;

/// <summary>The inventory of a real API server with the real CRDs.</summary>
public sealed class ClusterSourceTests(ApiServerFixture server) : IAsyncLifetime
{
    private static readonly ApplyOptions Apply = new() { FieldManager = "test", Force = true };

    private readonly ChangeSignal changes = new();
    private readonly CancellationTokenSource stopping = new();
    private ClusterSource? source;
    private Task running = Task.CompletedTask;
    private string space = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        await InstalledCrds.InstallAsync(server, Token);
        space = await server.NewNamespaceAsync(Token);
        var clock = new ReflectorClock(TimeProvider.System, new Jitter(new Random(1)));
        source = new ClusterSource(server.Client, "aigateway-system", changes, clock, NullLogger<ClusterSource>.Instance);
        running = source.RunAsync(stopping.Token);
        await UntilAsync(_ => source.HasSynced);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    [Fact]
    public async Task Objects_ArriveAsTheyAreWritten()
    {
        await PolicyAsync(suspended: false);
        await ApplyAsync(ResourceKinds.Routes, "fast", """{"models":["gpt-4o"],"targets":[{"credential":"openai"}]}""");
        await ApplyAsync(ResourceKinds.Credentials, "openai", """{"provider":"openai","auth":{"apiKey":{"secretRef":{"name":"openai"}}}}""");
        await ApplyAsync(ResourceKinds.McpServers, "files", """{"url":"https://files.example/mcp","pinning":"Block"}""");
        await ApplyAsync(ResourceKinds.Guardrails, "keys", """{"checks":[{"type":"secrets","on":["input"],"action":"Deny"}]}""");
        await server.Client.CreateAsync(Kinds.Pods, Pods.Minimal(space, "agent-0"), Token);

        var inventory = await UntilAsync(now => Ours(now.Policies).Any() && Ours(now.Routes).Any() && Ours(now.Credentials).Any() && Ours(now.McpServers).Any() && Ours(now.Guardrails).Any() && Ours(now.Pods).Any());

        Assert.Equal("gpt-4o", Assert.Single(Assert.Single(Ours(inventory.Routes)).Spec.Models));
        Assert.Equal("https://files.example/mcp", Assert.Single(Ours(inventory.McpServers)).Spec.Url);
        Assert.Equal("secrets", Assert.Single(Assert.Single(Ours(inventory.Guardrails)).Spec.Checks).Type);
        Assert.Contains(inventory.Namespaces, item => item.Metadata.Name == space);
        Assert.Equal("aigateway-system", inventory.OperatorNamespace);
        Assert.True(inventory.SidecarsAreInjected);
        Assert.Equal(11, inventory.Positions.Length);
        Assert.All(inventory.Positions, position => Assert.True(position.Seen > 0 && position.Seen >= position.Changed));
    }

    [Fact]
    public async Task SpecMovesChanged_StatusDoesNot()
    {
        await PolicyAsync(suspended: false);
        var before = await UntilAsync(now => Ours(now.Policies).Any());

        var status = """{"apiVersion":"aigateway.dev/v1alpha1","kind":"AgentPolicy","status":{"observedGeneration":1}}""";
        var written = (await server.Client.ApplyStatusAsync(ResourceKinds.Policies, new(space, "agents"), Encoding.UTF8.GetBytes(status), Apply, Token)).ValueOrThrow();
        var after = await UntilAsync(now => Ours(now.Policies).Any(item => item.Metadata.ResourceVersion == written.Metadata.ResourceVersion));
        Assert.Equal(Changed(before), Changed(after));

        await PolicyAsync(suspended: true);
        var suspended = await UntilAsync(now => Ours(now.Policies).Any(item => item.Spec.Suspended));
        Assert.True(Changed(suspended) > Changed(after));

        await server.Client.DeleteAsync(ResourceKinds.Policies, new(space, "agents"), Token);
        var deleted = await UntilAsync(now => !Ours(now.Policies).Any());
        Assert.True(Changed(deleted) > Changed(suspended));
    }

    [Fact]
    public async Task SecretWithoutTheLabel_IsNeverSeenAndOneThatLosesItGoes()
    {
        await SecretAsync("closed", "false");
        await SecretAsync("open", "true");
        var inventory = await UntilAsync(now => Ours(now.Secrets).Any());

        var secret = Assert.Single(Ours(inventory.Secrets));
        Assert.Equal("open", secret.Metadata.Name);
        Assert.Equal("api.openai.com", Assert.Single(secret.Metadata.Annotations).Value); // Another's annotation may hold the data once more.

        await SecretAsync("open", "false");
        await UntilAsync(now => !Ours(now.Secrets).Any());
    }

    [Fact]
    public async Task Inventory_ThatHasNotChanged_IsNotCopied()
    {
        await PolicyAsync(suspended: false);
        await UntilAsync(now => Ours(now.Policies).Any());
        var first = source!.Take();

        Assert.True(first.Policies == source.Take().Policies);
        Assert.True(first.Namespaces == source.Take().Namespaces);
    }

    [Fact]
    public async Task Relist_RaisesTheSignal()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Eventually.Bound);
        var before = source!.Take().Positions.Single(position => position.Kind == "ModelRoute").Seen;
        await server.NewNamespaceAsync(Token);

        source.RelistSoon("ModelRoute");
        source.RelistSoon("Unknown");

        while (source.Take().Positions.Single(position => position.Kind == "ModelRoute").Seen == before) await changes.WaitAsync(patience.Token);
    }

    private IEnumerable<T> Ours<T>(IEnumerable<T> all)
        where T : KubernetesObject =>
        all.Where(item => item.Metadata.Namespace == space);

    private static ulong Changed(Inventory inventory) => inventory.Positions.Single(position => position.Kind == "AgentPolicy").Changed;

    private Task PolicyAsync(bool suspended) => ApplyAsync(
        ResourceKinds.Policies, "agents", $$"""{"podSelector":{},"suspended":{{(suspended ? "true" : "false")}},"models":{"allow":["gpt-4o"]} }""");

    private async Task ApplyAsync<T>(ResourceKind<T> kind, string name, string spec)
        where T : KubernetesObject
    {
        var json = $$"""{"apiVersion":"{{kind.ApiVersion}}","kind":"{{kind.Kind}}","metadata":{"name":"{{name}}","namespace":"{{space}}"},"spec":{{spec}} }""";
        (await server.Client.ApplyAsync(kind, new(space, name), Encoding.UTF8.GetBytes(json), Apply, Token)).ValueOrThrow();
    }

    private async Task SecretAsync(string name, string open)
    {
        var json = $$$"""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"{{{name}}}","namespace":"{{{space}}}","labels":{"aigateway.dev/credential":"{{{open}}}"},
             "annotations":{"aigateway.dev/allowed-hosts":"api.openai.com","kubectl.kubernetes.io/last-applied-configuration":"sk-test"} },"data":{"apiKey":"c2stdGVzdA=="} }
            """;
        (await server.Client.ApplyAsync(Kinds.Secrets, new(space, name), Encoding.UTF8.GetBytes(json), Apply, Token)).ValueOrThrow();
    }

    private async Task<Inventory> UntilAsync(Func<Inventory, bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Eventually.Bound);
        while (!condition(source!.Take())) await changes.WaitAsync(patience.Token);
        return source.Take();
    }
}
