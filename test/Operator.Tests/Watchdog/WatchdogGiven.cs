using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;
using AiGateway.Operator.Tests.Publish;
using AiGateway.Operator.Tests.Status;
using AiGateway.Operator.Watchdog;

namespace AiGateway.Operator.Tests.Watchdog;

/// <summary>A cluster that the watchdog looks at: namespaces, pods that come and go, a clock that stands still, and what was told and evicted.</summary>
internal sealed class WatchdogGiven
{
    private readonly Dictionary<string, (Pod Pod, SidecarState? Sidecar)> _pods = new(StringComparer.Ordinal);
    private readonly FindingTeller _teller;
    private readonly PodRestarter _restarter;

    public WatchdogGiven(int perMinute = 60)
    {
        var options = new WatchdogOptions { Mode = WatchdogMode.Restart, RestartsPerMinute = perMinute, Version = WatchedPod.Version, Latest = () => null, Leads = () => true, Time = Time };
        _teller = new((value, _) => { Told.Add($"{value.Regarding.Name} {value.Reason}"); return Task.CompletedTask; }, Time);
        _restarter = new((pod, _) => { Evicted.Add(pod.Metadata.Name); return Task.FromResult(Answer(pod)); }, _teller, Figures, options);
    }

    public ManualTime Time { get; } = new();

    public WatchdogFigures Figures { get; } = new();

    public List<string> Told { get; } = [];

    public List<string> Evicted { get; } = [];

    /// <summary>What the API server says to an eviction; null where it is carried out.</summary>
    public Func<Pod, KubeError?> Answer { get; set; } = _ => null;

    /// <summary>What the one policy says of egress, and of denials.</summary>
    public EgressMode? Wanted { get; set; }

    public PolicyMode Mode { get; set; }

    /// <summary>Annotations of the namespace <c>team</c>.</summary>
    public ImmutableDictionary<string, string> Annotations { get; set; } = ImmutableDictionary<string, string>.Empty;

    public WatchdogGiven With(string name, string words, string space = "team")
    {
        _pods[name] = WatchedPod.Of(name, space, words, Time.GetUtcNow());
        return this;
    }

    public WatchdogGiven Without(string name)
    {
        _pods.Remove(name);
        return this;
    }

    public IReadOnlyList<PodFinding> Inspect() => new PodInspector(Look(), WatchedPod.Version).Inspect();

    /// <summary>One look of the loop.</summary>
    public async Task<WatchdogGiven> LookAsync()
    {
        var findings = Inspect();
        await _teller.TellAsync(findings, TestContext.Current.CancellationToken);
        Refused = await _restarter.RunAsync(Look(), findings, TestContext.Current.CancellationToken);
        return this;
    }

    public KubeError? Refused { get; private set; }

    public async Task<WatchdogGiven> LaterAsync(double seconds)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        return await LookAsync();
    }

    public WatchdogGiven ChangeLeader()
    {
        _restarter.Reset();
        return this;
    }

    private Look Look()
    {
        var policy = StatusGiven.Policy();
        var inventory = new Inventory
        {
            Policies = [policy with { Spec = policy.Spec with { Mode = Mode, Egress = Wanted is { } mode ? new() { Mode = mode } : null } }],
            Namespaces = [Namespace("team", ("aigateway.dev/inject", "enabled")), Namespace("plain"), Namespace("kube-system", ("aigateway.dev/inject", "enabled")),
                Namespace("aigateway-system", ("aigateway.dev/inject", "enabled")), Namespace("other-operator", ("aigateway.dev/inject", "enabled"), ("aigateway.dev/control-plane", ""))],
            Pods = [.. _pods.Values.Select(pair => pair.Pod)],
            SidecarsAreInjected = true,
        };
        return new()
        {
            Turn = new(inventory, BundleCompiler.Compile(inventory)),
            Sidecars = _pods.Values.Select(pair => pair.Sidecar).OfType<SidecarState>().ToDictionary(state => state.PodUid, StringComparer.Ordinal),
            Before = _ => null,
            Now = Time.GetUtcNow(),
        };
    }

    private Namespace Namespace(string name, params (string Key, string Value)[] labels) => new()
    {
        Metadata = new() { Name = name, Uid = "uid-" + name, Labels = labels.ToImmutableDictionary(pair => pair.Key, pair => pair.Value), Annotations = name == "team" ? Annotations : ImmutableDictionary<string, string>.Empty },
    };
}
