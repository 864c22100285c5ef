using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;
using AiGateway.Operator.Status.Levels;

namespace AiGateway.Operator.Tests.Status;

/// <summary>Turns and sidecars for the status tests: one policy over pods, compiled for real.</summary>
internal static class StatusGiven
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Turn Turn(params Pod[] pods) => Turn(policy => policy, pods);

    public static Turn Turn(Func<AgentPolicy, AgentPolicy> change, params Pod[] pods)
    {
        var inventory = new Inventory { Policies = [change(Policy())], Pods = [.. pods] };
        return new(inventory, BundleCompiler.Compile(inventory));
    }

    public static AgentPolicy Policy(long generation = 3) => new()
    {
        Metadata = new() { Namespace = "team", Name = "policy", Uid = "uid-policy", Generation = generation, ResourceVersion = "7" },
        Spec = new() { PodSelector = new(), Models = new() { Allow = ["fast"] } },
    };

    public static Pod Pod(string name, TimeSpan? age = null, bool injected = true) => new()
    {
        Metadata = new() { Namespace = "team", Name = name, Uid = "uid-" + name, CreationTimestamp = Now - (age ?? TimeSpan.FromHours(1)) },
        Spec = new() { Containers = injected ? [new() { Name = "agent" }, new() { Name = Group.SidecarContainer }] : [new() { Name = "agent" }] },
        Status = new() { Phase = "Running" },
    };

    public static SidecarState Sidecar(string pod, long? generation = 3, Nack? nack = null, ImmutableArray<string>? features = null) => new()
    {
        PodUid = "uid-" + pod,
        Namespace = "team",
        Pod = pod,
        Stream = "stream",
        Version = "0.1.0",
        Epoch = "epoch",
        Features = features ?? Features.All,
        Nack = nack,
        InForce = generation is null ? null : new()
        {
            Revision = "revision",
            Positions = [],
            Sources = [new() { Kind = "AgentPolicy", Namespace = "team", Name = "policy", Uid = "uid-policy", Generation = generation.Value }],
        },
    };

    public static AgentPolicyStatus Status(Turn turn, params SidecarState[] sidecars) => Status(turn, null, sidecars);

    public static AgentPolicyStatus Status(Turn turn, CommonStatus? before, params SidecarState[] sidecars)
    {
        var look = Look(turn, sidecars);
        var report = turn.Compilation.Resources.Single(report => report.Resource.Kind == nameof(AgentPolicy));
        var tally = new SidecarTeller(turn.Compilation, look.Sidecars, Now).Count(report) with { Levels = new LevelTeller(look).Count(report) };
        return (AgentPolicyStatus)ConditionWriter.Write(report, tally, before, Now);
    }

    public static Look Look(Turn turn, params SidecarState[] sidecars) => new()
    {
        Turn = turn, Sidecars = sidecars.ToFrozenDictionary(state => state.PodUid, StringComparer.Ordinal), Before = _ => null, Now = Now,
    };

    public static Condition Of(this CommonStatus status, string type) => status.Conditions.Single(condition => condition.Type == type);

    public static bool Has(this CommonStatus status, string type) => status.Conditions.Any(condition => condition.Type == type);
}
