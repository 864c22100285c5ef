using System.Net;
using System.Runtime.CompilerServices;
using AiGateway.Rig;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Connections are closed by the collector when nobody has them: a call has the one that it uses, also when the rules that named it are gone, and while it still connects.</summary>
public sealed class HeldConnectionTests : IDisposable
{
    private readonly TestAuthority _authority = new("provider");

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task Call_ItsRulesAreGoneAndCollected_IsAnswered(HttpProtocols protocols)
    {
        var (connecting, goOn) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var provider = await ListenAsync(protocols, async () =>
        {
            connecting.TrySetResult();
            await goOn.Task;
        });
        await using var other = await Upstream.OfJsonAsync(GivenAnswers.Chat("other"));
        await using var house = await SidecarHouse.OpenAsync(null);
        var connection = Swap(house, new(provider.Urls.Single()));

        var asking = house.ChatAsync("""{"model":"fast","messages":[]}""");
        await connecting.Task.WithinBoundAsync();
        house.Snapshots.Swap(Given.Fast(Given.Target(other.BaseUrl)));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.True(connection.TryGetTarget(out _));
        goOn.SetResult();

        using var answer = await asking;
        Assert.Equal((HttpStatusCode.OK, GivenAnswers.Chat("hi")), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Nothing of what it makes is left on the test's own stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<HttpMessageInvoker> Swap(SidecarHouse house, Uri origin)
    {
        var made = new ProviderConnections(new(), (_, _) => throw new InvalidOperationException("a literal address is not resolved"))
            .Get(new() { Origin = origin, CaBundle = _authority.Pem, ServerName = "model.example" });
        var known = Given.Target(origin).Provider;
        house.Snapshots.Swap(Given.Fast(new Target
        {
            Model = null,
            ModelJson = null,
            Provider = new() { Name = known.Name, Kind = known.Kind, Dialect = known.Dialect, BaseUrl = known.BaseUrl, KeyHeader = known.KeyHeader, KeyValue = known.KeyValue, Http = made },
        }));
        return new(made);
    }

    /// <summary>A provider that has somebody wait before it shakes hands.</summary>
    private async Task<WebApplication> ListenAsync(HttpProtocols protocols, Func<Task> before)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.Use(next => async connection =>
            {
                await before();
                await next(connection);
            });
            listen.UseHttps(_authority.Issue("model.example"));
        }));
        var app = builder.Build();
        app.Run(http => Upstream.JsonAsync(http, GivenAnswers.Chat("hi")));
        await app.StartAsync();
        return app;
    }
}
