using System.Runtime.CompilerServices;
using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.ApiServer.Tests.Kubernetes;

/// <summary>Candidates for one Lease, each with a connection of its own that can be taken away.</summary>
public sealed class LeaderElectionTests(ApiServerFixture server) : IAsyncLifetime
{
    private readonly List<Candidate> candidates = [];
    private string space = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        space = await server.NewNamespaceAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var candidate in candidates) await candidate.DisposeAsync();
    }

    [Fact]
    public async Task TwoCandidates_OneLeadsAndTheOtherKnowsWhere()
    {
        var (a, b) = (Start("a/10.0.0.1:8443"), Start("b/10.0.0.2:8443"));

        await UntilAsync(() => a.Election.IsLeader != b.Election.IsLeader && a.Election.Current.Holder is not null && b.Election.Current.Holder is not null);

        var leader = a.Election.IsLeader ? a : b;
        Assert.Equal(leader.Identity, a.Election.Current.Holder);
        Assert.Equal(leader.Identity, b.Election.Current.Holder);
        Assert.False(leader.Election.Current.Term.IsCancellationRequested);
    }

    [Fact]
    public async Task LeaderThatLosesTheServer_StopsBeforeAnotherLeads()
    {
        var a = Start("a");
        await UntilAsync(() => a.Election.IsLeader);
        var b = Start("b");
        await UntilAsync(() => b.Election.Current.Holder == "a");
        var term = a.Election.Current.Term;
        var both = false;
        b.Election.Changed += now => both |= now.IsLeader && (a.Election.IsLeader || !term.IsCancellationRequested);

        a.Proxy.Refuses = true;
        a.Proxy.Cut();
        await UntilAsync(() => b.Election.IsLeader);

        Assert.False(both);
        Assert.True(term.IsCancellationRequested);
        Assert.False(a.Election.IsLeader);
        a.Proxy.Refuses = false;
        await UntilAsync(() => a.Election.Current.Holder == "b");
        var lease = await server.Client.GetAsync(Kinds.Leases, new(space, "aigateway-operator"), Token);
        Assert.Equal(("b", 1), (lease!.Spec.HolderIdentity, lease.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task LeaderThatStops_GivesTheLeaseBackAtOnce()
    {
        var a = Start("a", TimeSpan.FromMinutes(10));
        await UntilAsync(() => a.Election.IsLeader);
        var b = Start("b");
        await UntilAsync(() => b.Election.Current.Holder == "a");

        await a.StopAsync();
        await UntilAsync(() => b.Election.IsLeader);

        Assert.False(a.Election.IsLeader);
    }

    private Candidate Start(string identity, TimeSpan? duration = null)
    {
        var candidate = new Candidate(server, space, identity, duration ?? TimeSpan.FromSeconds(10));
        candidates.Add(candidate);
        return candidate;
    }

    private static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") => Eventually.HoldsAsync(condition, what);

    private sealed class Candidate : IAsyncDisposable
    {
        private readonly CancellationTokenSource stopping = new();
        private readonly KubeTransport transport;
        private readonly Task running;

        public Candidate(ApiServerFixture server, string space, string identity, TimeSpan duration)
        {
            Identity = identity;
            Proxy = new CuttingProxy(server.Port);
            transport = new KubeTransport(server.Config(Proxy.Port), new(), TimeProvider.System);
            var options = new LeaderElectionOptions
            {
                Namespace = space,
                LeaseName = "aigateway-operator",
                Identity = identity,
                LeaseDuration = duration,
                RenewDeadline = duration * (2.0 / 3),
                RetryPeriod = TimeSpan.FromMilliseconds(200),
            };
            Election = new LeaderElection(
                new KubeClient(transport, TimeProvider.System), options, new Jitter(new Random(1)), TimeProvider.System, NullLogger<LeaderElection>.Instance);
            running = Election.RunAsync(stopping.Token);
        }

        public string Identity { get; }

        public CuttingProxy Proxy { get; }

        public LeaderElection Election { get; }

        public async Task StopAsync()
        {
            await stopping.CancelAsync();
            await running;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stopping.Dispose();
            transport.Dispose();
            await Proxy.DisposeAsync();
        }
    }
}
