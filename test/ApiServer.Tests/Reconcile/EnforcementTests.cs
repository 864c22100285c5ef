using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.ControlPlane;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status.Levels;
using AiGateway.Operator.Tests.Publish;

namespace AiGateway.ApiServer.Tests.Reconcile;

/// <summary>What was measured in a pod, on its way into a real API server: the policy's status, the pod's annotation, the Events.</summary>
public sealed class EnforcementTests(ApiServerFixture server) : IAsyncLifetime
{
    private const string Foreign = "a process of the sidecar's user is not the sidecar";
    private readonly Team _team = new(server, TestContext.Current.CancellationToken);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _team.CreateAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Operator_SidecarTellsItsLevel_StandsInStatusAnnotationAndEvent()
    {
        var pod = await _team.PodAsync("agent-0");
        await _team.PolicyAsync("""{"podSelector":{},"egress":{"mode":"Redirected"} }""");
        await using var running = await RunningOperator.StartAsync(server.Client, _team.System, "operator-0", Token);
        await _team.UntilAsync(() => running.IsReadyAsync(Token), "the operator is ready");
        using var sidecar = await new SidecarClient(running.Stream, await _team.TokenAsync(pod)).HelloAsync();
        await sidecar.AckAsync(await sidecar.HearBundleAsync());

        await sidecar.SayAsync(Say(EnforcementLevel.Redirected));
        await _team.UntilAsync(async () => await LevelAsync() == "Redirected 1/1 True Enforced", "the status says that it is held");
        await _team.UntilAsync(async () => await AnnotationAsync() == "Redirected", "the pod says so");

        await sidecar.SayAsync(Say(EnforcementLevel.Cooperative, Foreign));
        await _team.UntilAsync(async () => await LevelAsync() == "Redirected 0/1 False BelowLevel", "the status says that it is not");
        await _team.UntilAsync(async () => await AnnotationAsync() == "Cooperative", "the pod says so too");
        await _team.UntilAsync(async () => (await _team.EventsAsync("agent-0")).Contains("EnforcementLowered"), "the fall is told");

        var status = (await _team.StatusAsync())!;
        Assert.Contains($"{_team.Name}/agent-0 (Cooperative: {Foreign})", status.Conditions.Single(condition => condition.Type == "Enforced").Message, StringComparison.Ordinal);
        Assert.Equal((EgressMode.Redirected, 0, 1, 0), (status.Enforcement!.Wanted, status.Enforcement.Redirected, status.Enforcement.Cooperative, status.Enforcement.None));
    }

    [Fact]
    public async Task Apply_Again_OwnsTheAnnotationAloneAndChangesNothing()
    {
        var pod = await _team.PodAsync("agent-0");
        Assert.Null(await LevelIntent.ApplyAsync(server.Client, pod, "Redirected", Token));
        var (version, owned) = await OwnershipAsync();

        Assert.Null(await LevelIntent.ApplyAsync(server.Client, pod, "Redirected", Token));

        Assert.Equal(version, (await OwnershipAsync()).Version);
        Assert.Equal("""{"f:metadata":{"f:annotations":{"f:aigateway.dev/enforcement":{}}}}""", owned);
        Assert.Equal("0.0.0/x", (await _team.FindPodAsync("agent-0"))!.Metadata.Annotations[Group.InjectedAnnotation]);
    }

    [Fact]
    public async Task Apply_AuthorWroteAnotherWord_IsPutRight()
    {
        var pod = await _team.PodAsync("agent-0");
        await _team.PatchAsync($"/api/v1/namespaces/{_team.Name}/pods/agent-0", """{"metadata":{"annotations":{"aigateway.dev/enforcement":"Redirected"} } }""");

        Assert.Null(await LevelIntent.ApplyAsync(server.Client, pod, "Cooperative", Token));

        Assert.Equal("Cooperative", await AnnotationAsync());
    }

    [Fact]
    public async Task Apply_AnotherPodHasTheName_IsRefusedAndChangesNothing()
    {
        var pod = await _team.PodAsync("agent-0");
        var former = pod with { Metadata = pod.Metadata with { Uid = "00000000-0000-0000-0000-000000000000" } };

        var error = await LevelIntent.ApplyAsync(server.Client, former, "Redirected", Token);

        Assert.True(error is { Code: 409 or 422 }, error?.ToString());
        Assert.Null(await AnnotationAsync());
    }

    [Fact]
    public async Task Apply_ThePodIsGone_MakesNone()
    {
        var pod = await _team.PodAsync("agent-0");
        await server.Transport.SendAsync(new() { Method = HttpMethod.Delete, Path = $"/api/v1/namespaces/{_team.Name}/pods/agent-0?gracePeriodSeconds=0" }, Token);

        var error = await LevelIntent.ApplyAsync(server.Client, pod, "Redirected", Token);

        Assert.True(error is { IsConflict: true }, error?.ToString());
        Assert.Null(await _team.FindPodAsync("agent-0"));
    }

    private static Envelope Say(EnforcementLevel level, string? reason = null) => new() { Type = EnvelopeTypes.Enforcement, Enforcement = new() { Level = level, Reason = reason } };

    private async Task<string?> AnnotationAsync() => (await _team.FindPodAsync("agent-0"))?.Metadata.Annotations.GetValueOrDefault(Group.EnforcementAnnotation);

    private async Task<string?> LevelAsync() => await _team.StatusAsync() is { Enforcement: { } level } status && status.Conditions.FirstOrDefault(condition => condition.Type == "Enforced") is { } enforced
        ? $"{level.Summary} {enforced.Status} {enforced.Reason}"
        : null;

    private async Task<(string Version, string Owned)> OwnershipAsync()
    {
        using var json = JsonDocument.Parse((await server.Transport.SendAsync(new() { Method = HttpMethod.Get, Path = $"/api/v1/namespaces/{_team.Name}/pods/agent-0" }, Token)).BodyOrThrow());
        var metadata = json.RootElement.GetProperty("metadata");
        var manager = metadata.GetProperty("managedFields").EnumerateArray().Single(one => one.GetProperty("manager").GetString() == "aigateway-enforcement");
        return (metadata.GetProperty("resourceVersion").GetString()!, manager.GetProperty("fieldsV1").GetRawText());
    }
}
