using System.Collections.Frozen;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Status;
using AiGateway.Operator.Status.Breaches;

namespace AiGateway.Operator.Tests.Status;

public sealed class BreachKeeperTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly List<KubeEvent> _events = [];
    private readonly List<(ObjectKey Key, string Manager, JsonElement Json)> _applied = [];
    private readonly WordBoard _words = new(TimeProvider.System);
    private Agent? _agent;

    [Fact]
    public async Task Look_BreachThatAsksForQuarantine_MakesTheAgentOnceAndOnlyForNewerBreaches()
    {
        var keeper = Keeper();
        Say(TimeProvider.System.GetUtcNow());
        await keeper.LookAsync(Look(BreachAction.Quarantine), CancellationToken.None);

        Assert.Equal(["LimitReached", "Quarantined"], _events.Select(one => one.Reason));
        Assert.Equal([("team/statefulset-shop", "aigateway-quarantine"), ("team/statefulset-shop", "aigateway-breaches")], _applied.Select(one => ($"{one.Key.Namespace}/{one.Key.Name}", one.Manager)));
        Assert.Equal("""{"workload":{"kind":"StatefulSet","name":"shop"},"quarantine":"All","reason":"limit team/agents/day was reached"}""", _applied[0].Json.GetProperty("spec").GetRawText());
        Assert.False(_applied[1].Json.TryGetProperty("spec", out _));

        // In quarantine, and after a user took it out: what was breached before changes nothing, for a new leader too.
        foreach (var quarantine in new[] { Quarantine.All, Quarantine.None })
        {
            _agent = _agent! with { Spec = _agent.Spec with { Quarantine = quarantine } };
            await keeper.LookAsync(Look(BreachAction.Quarantine), CancellationToken.None);
            await Keeper().LookAsync(Look(BreachAction.Quarantine), CancellationToken.None);
        }

        Assert.Equal(2, _applied.Count);
        Say(TimeProvider.System.GetUtcNow().AddSeconds(2));
        await keeper.LookAsync(Look(BreachAction.Quarantine), CancellationToken.None);
        Assert.Equal(4, _applied.Count);
    }

    [Fact]
    public async Task Look_BreachThatOnlyDenies_IsToldOnce()
    {
        var keeper = Keeper();
        for (var seconds = 0; seconds < 3; seconds++)
        {
            Say(TimeProvider.System.GetUtcNow().AddSeconds(seconds));
            await keeper.LookAsync(Look(BreachAction.Deny), CancellationToken.None);
        }

        Assert.Equal("LimitReached", Assert.Single(_events).Reason);
        Assert.Empty(_applied);
    }

    [Fact]
    public async Task Look_LimitThatThePodDoesNotHave_IsNoWordOfIts()
    {
        Say(TimeProvider.System.GetUtcNow(), "other/agents/day");
        await Keeper().LookAsync(Look(BreachAction.Quarantine), CancellationToken.None);
        Assert.Empty(_events);
        Assert.Empty(_applied);
    }

    [Fact]
    public async Task Look_FloodOfLimitsBreachedInOneNamespace_IsToldAtABoundedPaceAndQuarantinedAllTheSame()
    {
        var limits = Enumerable.Range(0, 400).Select(index => $"team/agents/l{index}").ToArray();
        Say(TimeProvider.System.GetUtcNow(), limits);
        await Keeper().LookAsync(Look(BreachAction.Quarantine, limits), CancellationToken.None);
        Assert.InRange(_events.Count(one => one.Reason == "LimitReached"), BreachKeeper.MostEvents, BreachKeeper.MostEvents + 60);
        Assert.Equal(Quarantine.All, _agent!.Spec.Quarantine);
    }

    private BreachKeeper Keeper() => new(_words, new BreachWriter(ApplyAsync, (one, _) => { _events.Add(one); return Task.CompletedTask; }), TimeProvider.System);

    private Task<KubeResult<Agent>> ApplyAsync(ObjectKey key, ReadOnlyMemory<byte> json, ApplyOptions options, CancellationToken cancellationToken)
    {
        var intent = JsonDocument.Parse(json).RootElement;
        _applied.Add((key, options.FieldManager, intent));
        var workload = new WorkloadRef { Kind = "StatefulSet", Name = "shop" };
        _agent ??= new Agent { Metadata = new() { Namespace = key.Namespace, Name = key.Name, Uid = "a", Generation = 1 }, Spec = new() { Workload = workload } };
        if (intent.TryGetProperty("spec", out _)) _agent = _agent with { Spec = _agent.Spec with { Quarantine = Quarantine.All } };
        if (intent.GetProperty("metadata").TryGetProperty("annotations", out var notes))
            _agent = _agent with { Metadata = _agent.Metadata with { Annotations = _agent.Metadata.Annotations.SetItem(Group.BreachAnnotation, notes.GetProperty(Group.BreachAnnotation).GetString()!) } };
        return Task.FromResult<KubeResult<Agent>>(_agent);
    }

    private void Say(DateTimeOffset at, params string[] limits)
    {
        limits = limits is [] ? ["team/agents/day"] : limits;
        at = new DateTimeOffset(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var word = new BreachWord { Epoch = "e", Breaches = [.. limits.Select(limit => new Breach { Limit = limit, Scope = LimitScope.Pod, Refused = 3, At = at, Action = BreachAction.Quarantine })] };
        _words.Tell(SidecarBoard.Here, new() { PodUid = "u1", Namespace = "team", Pod = "shop-0", Stream = "s", Epoch = "e", Since = s_now }, new() { Type = EnvelopeTypes.Breaches, Breaches = word });
    }

    private Turn Look(BreachAction action, params string[] limits)
    {
        limits = limits is [] ? ["team/agents/day"] : limits;
        var pod = new Pod { Metadata = new() { Namespace = "team", Name = "shop-0", Uid = "u1", OwnerReferences = [new() { Kind = "StatefulSet", Name = "shop", Controller = true }] } };
        var inventory = new Inventory { Pods = [pod], Agents = _agent is null ? [] : [_agent] };
        var rules = CompiledRules.From(new()
        {
            Sources = [],
            Agent = new()
            {
                Policies =
                [
                    new()
                    {
                        Policy = "team/agents", AllowModels = [], DenyModels = [],
                        Limits = [.. limits.Select(limit => new LimitRule { Limit = limit, Unit = LimitUnit.Requests, Amount = 1, Scope = LimitScope.Pod, OnBreach = action })],
                    },
                ],
            },
            Routes = [],
            Providers = [],
        });
        var compiled = BundleCompiler.Compile(inventory);
        return new(inventory, compiled with { Agents = compiled.Agents.ToDictionary(pair => pair.Key, pair => pair.Value with { Rules = rules }).ToFrozenDictionary(StringComparer.Ordinal) });
    }
}
