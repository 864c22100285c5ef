using System.Collections.Concurrent;
using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.ApiServer.Tests.Kubernetes;

/// <summary>A running reflector of widgets behind a proxy, that keeps every view which it signalled.</summary>
internal sealed class MirrorUnderTest : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<ReflectorView<Widget>> views = new();
    private readonly KubeTransport transport;
    private readonly Task running;

    public MirrorUnderTest(ApiServerFixture server, string space, KubeTransportOptions? bounds = null, TimeSpan? watchTimeout = null)
    {
        Proxy = new CuttingProxy(server.Port);
        transport = new KubeTransport(server.Config(Proxy.Port), bounds ?? new(), TimeProvider.System);
        var options = new ReflectorOptions<Widget>
        {
            Select = new() { Namespace = space },
            Signal = () => views.Enqueue(Reflector!.Current),
            WatchTimeout = watchTimeout ?? TimeSpan.FromMinutes(5),
            RelistSpacing = TimeSpan.FromMilliseconds(100),
        };
        var clock = new ReflectorClock(TimeProvider.System, new Jitter(new Random(1)));
        Reflector = new(new KubeClient(transport, TimeProvider.System), Widget.Of, options, clock, NullLogger.Instance);
        running = Reflector.RunAsync(stopping.Token);
    }

    public CuttingProxy Proxy { get; }

    public Reflector<Widget> Reflector { get; }

    public IReadOnlyCollection<ReflectorView<Widget>> Views => views;

    public Task UntilAsync(Func<ReflectorView<Widget>, bool> condition) => Eventually.HoldsAsync(() => condition(Reflector.Current), "the view is as it is to be");

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
        transport.Dispose();
        await Proxy.DisposeAsync();
    }
}
