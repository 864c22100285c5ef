using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Tests.Publish;
using AiGateway.Operator.Tests.Status;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Registry;

/// <summary>A registry over pods that a test names, with a clock that stands still until the test moves it.</summary>
internal sealed class RegistryGiven
{
    private readonly Dictionary<string, Pod> _pods = [];
    private readonly Dictionary<string, (string Epoch, string Stream)> _streams = [];
    private RegistryTurn? _turn;
    private int _epochs;
    private int _words;

    public RegistryGiven()
    {
        Agents = new(Time);
        Sidecars = new(Time);
        Words = new(Time);
        First = NewKeeper();
    }

    public ManualTime Time { get; } = new();

    public FakeAgents Agents { get; }

    public SidecarBoard Sidecars { get; }

    public WordBoard Words { get; }

    public RegistryFigures Figures { get; } = new();

    /// <summary>The replica that leads until a test says otherwise.</summary>
    public AgentKeeper First { get; }

    public bool Leads { get; set; } = true;

    public bool ShadowAgents { get; set; } = true;

    public AgentKeeper NewKeeper(Func<bool>? leads = null) => new(
        Agents, new(Sidecars, Words), Figures, new() { Latest = () => Turn, Leads = leads ?? (() => Leads), ShadowAgents = ShadowAgents, Time = Time }, NullLogger<AgentKeeper>.Instance);

    /// <summary>A pod of a Deployment named by what stands before the dash.</summary>
    public RegistryGiven Pod(string name, Func<Pod, Pod>? vary = null)
    {
        var pod = StatusGiven.Pod(name);
        pod = pod with
        {
            Metadata = pod.Metadata with
            {
                CreationTimestamp = Time.GetUtcNow(),
                Labels = pod.Metadata.Labels.Add("pod-template-hash", "77"),
                OwnerReferences = [new() { Kind = "ReplicaSet", Name = name[..name.IndexOf('-', StringComparison.Ordinal)] + "-77", Controller = true }],
            },
        };
        _pods[name] = vary is null ? pod : vary(pod);
        _turn = null;
        return this;
    }

    public RegistryGiven Gone(string name)
    {
        _pods.Remove(name);
        _turn = null;
        return End(name);
    }

    /// <summary>The sidecar of a pod begins, with an epoch of its own.</summary>
    public RegistryGiven Begin(string pod, EnforcementLevel? level = null)
    {
        var epoch = $"epoch-{++_epochs}";
        _streams[pod] = (epoch, "stream-" + epoch);
        Sidecars.Tell(SidecarBoard.Here, StatusGiven.Sidecar(pod) with { Epoch = epoch, Stream = "stream-" + epoch, Enforcement = level is { } known ? new() { Level = known } : null });
        return this;
    }

    public RegistryGiven End(string pod)
    {
        if (Sidecars.Find("uid-" + pod) is { } state) Sidecars.Change(state, old => old with { Gone = Time.GetUtcNow() });
        return this;
    }

    /// <summary>The sidecar reports totals of its process.</summary>
    public RegistryGiven Report(string pod, long calls, long denied = 0, long nanos = 0)
    {
        if (!_streams.ContainsKey(pod)) Begin(pod);
        var sequence = (Sidecars.Find("uid-" + pod)!.Report?.Sequence ?? 0) + 1;
        var report = new Report { Epoch = _streams[pod].Epoch, Sequence = sequence, Calls = calls, Denied = denied, CostNanos = nanos, InputTokens = calls * 10, OutputTokens = calls };
        Sidecars.Change(Sidecars.Find("uid-" + pod)!, state => state with { Report = report });
        return this;
    }

    public RegistryGiven Used(string pod, params (UsedKind Kind, string Name, long Used, long Denied)[] things)
    {
        if (!_streams.ContainsKey(pod)) Begin(pod);
        var (epoch, stream) = _streams[pod];
        var word = new UsedWord { Epoch = epoch, Sequence = ++_words, Things = [.. things.Select(thing => new UsedThing { Kind = thing.Kind, Name = thing.Name, Used = thing.Used, Denied = thing.Denied, At = Time.GetUtcNow() })] };
        Words.Tell(SidecarBoard.Here, new() { PodUid = "uid-" + pod, Namespace = "team", Pod = pod, Epoch = epoch, Stream = stream, Since = Time.GetUtcNow() }, new() { Type = EnvelopeTypes.Used, Used = word });
        return this;
    }

    /// <summary>Rounds for as long as it says, on the test's clock.</summary>
    public Task RunAsync(TimeSpan span) => RunAsync(First, span);

    public async Task RunAsync(AgentKeeper keeper, TimeSpan span)
    {
        var until = Time.GetUtcNow() + span;
        while (Time.GetUtcNow() < until)
        {
            _turn = null; // What the keepers wrote is watched.
            var round = keeper.KeepAsync(CancellationToken.None);
            while (!round.IsCompleted)
            {
                Time.Advance(TimeSpan.FromMilliseconds(5));
                await Task.Yield();
            }

            if (!await round) Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private RegistryTurn Turn => _turn ??= Compile();

    private RegistryTurn Compile()
    {
        var inventory = new Inventory { Policies = [StatusGiven.Policy()], Pods = [.. _pods.Values], Agents = [.. Agents.Agents.Values], SidecarsAreInjected = true };
        return new(inventory, BundleCompiler.Compile(inventory));
    }
}
