using System.Collections.Frozen;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Status;
using AiGateway.Operator.Status.Breaches;
using AiGateway.Operator.Watch;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Status;

/// <summary>A breach quarantines without a cluster too: by a manifest in the folder, which the next reading finds.</summary>
public sealed class FolderBreachTests : IDisposable
{
    private const string Limit = "team/agents/day";
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: shop-0, namespace: team, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: shop, uid: s, controller: true}]}\nspec: {containers: [{name: agent, image: x}]}\n";
    private const string Own = "apiVersion: aigateway.dev/v1alpha1\nkind: Agent\nmetadata: {name: mine, namespace: team}\nspec: {workload: {kind: StatefulSet, name: shop}}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("breaches-").FullName;
    private readonly WordBoard _words = new(TimeProvider.System);
    private FolderState _state = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Look_BreachThatAsksForQuarantine_HoldsTheAgentUntilTheFileSaysOtherwise(bool hasOwnAgent)
    {
        await WriteAsync("pod.yaml", Pod);
        if (hasOwnAgent) await WriteAsync("mine.yaml", Own);
        var at = TimeProvider.System.GetUtcNow();

        await LookAsync(at);
        var file = Assert.Single(Directory.GetFiles(_folder, FolderBreaches.Prefix + "*"));
        Assert.Equal(Quarantine.All, HoldNow());

        await WriteAsync(Path.GetFileName(file), (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("\"All\"", "\"None\"", StringComparison.Ordinal));
        await LookAsync(at);
        Assert.Null(HoldNow());

        await LookAsync(at.AddSeconds(2));
        Assert.Equal(Quarantine.All, HoldNow());
        Assert.Single(Directory.GetFiles(_folder, FolderBreaches.Prefix + "*"));
    }

    /// <summary>What holds the pod after a new reading of the folder; null for nothing.</summary>
    private Quarantine? HoldNow() => Read().Compilation.Agents.Values.Single().Rules.Rules.Agent.Hold?.Quarantine;

    private async Task LookAsync(DateTimeOffset at)
    {
        at = new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var turn = Read();
        var (uid, bundle) = turn.Compilation.Agents.Single();
        var breach = new Breach { Limit = Limit, Scope = LimitScope.Pod, Refused = 1, At = at, Action = BreachAction.Quarantine };
        _words.Tell(SidecarBoard.Here, new() { PodUid = uid, Namespace = "team", Pod = "shop-0", Stream = "s", Epoch = "e", Since = at }, new() { Type = EnvelopeTypes.Breaches, Breaches = new() { Epoch = "e", Breaches = [breach] } });
        var policy = new PolicyRule
        {
            Policy = "team/agents", AllowModels = [], DenyModels = [],
            Limits = [new LimitRule { Limit = Limit, Unit = LimitUnit.Requests, Amount = 1, Scope = LimitScope.Pod, OnBreach = BreachAction.Quarantine }],
        };
        var limited = bundle with { Rules = CompiledRules.From(new() { Sources = [], Agent = new() { Policies = [policy] }, Routes = [], Providers = [] }) };
        var writer = new BreachWriter(new FolderBreaches(_folder, NullLogger<FolderBreaches>.Instance).ApplyAsync, (_, _) => Task.CompletedTask);
        var compilation = turn.Compilation with { Agents = new[] { KeyValuePair.Create(uid, limited) }.ToFrozenDictionary(StringComparer.Ordinal) };
        await new BreachKeeper(_words, writer, TimeProvider.System).LookAsync(turn with { Compilation = compilation }, TestContext.Current.CancellationToken);
    }

    private Turn Read()
    {
        var manifests = FolderReader.Stamps(_folder).SelectMany(pair => FolderReader.Read(_folder, pair.Key, pair.Value, null).Objects);
        _state = _state.After(manifests, [], _state.Version + 1);
        Assert.Empty(_state.Problems);
        var inventory = _state.ToInventory("aigateway");
        return new(inventory, BundleCompiler.Compile(inventory));
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text, TestContext.Current.CancellationToken);
}
