using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.ApiServer.Tests.Kubernetes;

/// <summary>Bound tokens, as the kubelet projects them, made by the TokenRequest API and reviewed.</summary>
public sealed class TokenReviewTests(ApiServerFixture server) : IAsyncLifetime
{
    private string space = "";
    private Pod pod = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        space = await server.NewNamespaceAsync(Token);
        pod = (await server.Client.CreateAsync(Kinds.Pods, Pods.Minimal(space, "agent-0"), Token)).ValueOrThrow();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task BoundTokenOfOurAudience_SaysWhichPodItIs()
    {
        var token = await RequestAsync(Protocol.Audience);

        var review = await server.Client.ReviewTokenAsync(token, Protocol.Audience, Token);

        Assert.True(review.Authenticated);
        Assert.Equal($"system:serviceaccount:{space}:default", review.Username);
        Assert.Equal(("agent-0", pod.Metadata.Uid), (review.PodName, review.PodUid));
        Assert.Equal([Protocol.Audience], review.Audiences);
        Assert.Null(review.Error);
    }

    [Fact]
    public async Task TokenOfAnotherAudience_IsRefused()
    {
        var token = await RequestAsync("https://kubernetes.default.svc");

        var review = await server.Client.ReviewTokenAsync(token, Protocol.Audience, Token);

        Assert.False(review.Authenticated);
        Assert.Null(review.PodName);
        Assert.NotNull(review.Error);
        Assert.DoesNotContain(token, review.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenOfADeletedPod_IsRefused()
    {
        var token = await RequestAsync(Protocol.Audience);
        var now = new KubeRequest { Method = HttpMethod.Delete, Path = Kinds.Pods.PathOf(new(space, "agent-0")) + "?gracePeriodSeconds=0" };
        (await server.Transport.SendAsync(now, Token)).BodyOrThrow();

        Assert.False((await server.Client.ReviewTokenAsync(token, Protocol.Audience, Token)).Authenticated);
    }

    [Fact]
    public async Task Nonsense_IsRefused() => Assert.False((await server.Client.ReviewTokenAsync("nonsense", Protocol.Audience, Token)).Authenticated);

    private Task<string> RequestAsync(string audience) => server.PodTokenAsync(new(space, "agent-0"), pod.Metadata.Uid, audience, Token);
}
