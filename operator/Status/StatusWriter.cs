using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Status.Levels;
using AiGateway.Operator.Status.Tools;

namespace AiGateway.Operator.Status;

/// <summary>
/// Turns a turn and what the sidecars say into statuses, and writes those that are not written yet. It remembers what it wrote, and takes the rest
/// from the objects themselves, so that a new leader writes nothing anew.
/// </summary>
internal sealed class StatusWriter(IStatusSink sink, SidecarBoard sidecars, TimeProvider time)
{
    private readonly Dictionary<string, CommonStatus> _written = new(StringComparer.Ordinal);
    private readonly ToolStatusWriter _tools = new();

    /// <summary>Statuses written since the process began.</summary>
    public long Writes { get; private set; }

    /// <summary>Of each pinned tool server, how many definitions are not approved, as of the last look.</summary>
    public IReadOnlyList<UnapprovedTools> Unapproved => _tools.Unapproved;

    /// <summary>One look; writes each changed status once, and says what was written.</summary>
    public async Task<IReadOnlyCollection<StatusChange>> WriteAsync(Turn turn, CancellationToken cancellationToken)
    {
        var inObjects = InObjects(turn.Inventory);
        CommonStatus? Before(SourceRef resource) => _written.GetValueOrDefault(KeyOf(resource)) ?? inObjects.GetValueOrDefault(KeyOf(resource));

        var all = Judge(new() { Turn = turn, Sidecars = sidecars.Present(), Before = Before, Now = time.GetUtcNow() });
        var changed = all.Where(status => !(Before(status.Resource) is { } known && StatusComparison.Same(known, status.Status))).ToList();
        var written = new List<StatusChange>();
        if (changed.Count > 0 || all.Count < _written.Count)
        {
            foreach (var status in await sink.WriteAsync(changed, all, cancellationToken))
            {
                written.Add(new(status.Resource, Before(status.Resource), status.Status));
                Note(status);
            }
        }

        Forget(all);
        return written;
    }

    /// <summary>What was written before is no longer known to stand: another replica may have led since.</summary>
    public void Reset()
    {
        _written.Clear();
        _tools.Reset();
    }

    private static readonly string[] ResourceKindsWithStatus = [nameof(Agent), nameof(AgentPolicy), nameof(Budget), nameof(Guardrail), nameof(McpServer), nameof(ModelRoute), nameof(ProviderCredential)];

    private List<ResourceStatus> Judge(Look look)
    {
        var teller = new SidecarTeller(look.Turn.Compilation, look.Sidecars, look.Now);
        var levels = new LevelTeller(look);
        return _tools.Write(
        [
            .. look.Turn.Compilation.Resources.Where(report => ResourceKindsWithStatus.Contains(report.Resource.Kind)).Select(report =>
                new ResourceStatus(report.Resource, ConditionWriter.Write(report, teller.Count(report) with { Levels = levels.Count(report) }, look.Before(report.Resource), look.Now))),
        ], look);
    }

    private static string KeyOf(SourceRef resource) => $"{resource.Kind}/{resource.Namespace}/{resource.Name}/{resource.Uid}";

    private static Dictionary<string, CommonStatus> InObjects(Inventory inventory) =>
        inventory.Policies.Select(value => (KeyOf(value), (CommonStatus?)value.Status))
            .Concat(inventory.Routes.Select(value => (KeyOf(value), (CommonStatus?)value.Status)))
            .Concat(inventory.Credentials.Select(value => (KeyOf(value), (CommonStatus?)value.Status)))
            .Concat(inventory.McpServers.Select(value => (KeyOf(value), (CommonStatus?)value.Status)))
            .Concat(inventory.Guardrails.Select(value => (KeyOf(value), (CommonStatus?)value.Status)))
            .Concat(inventory.Budgets.Select(value => (KeyOf(value), (CommonStatus?)Own(value.Status))))
            .Concat(inventory.Agents.Select(value => (KeyOf(value), (CommonStatus?)value.Status)))
            .Where(pair => pair.Item2 is not null)
            .DistinctBy(pair => pair.Item1)
            .ToDictionary(pair => pair.Item1, pair => pair.Item2!, StringComparer.Ordinal);

    /// <summary>What a Budget's status has from here: how much of it is used has a writer of its own.</summary>
    private static BudgetStatus? Own(BudgetStatus? status) => status is null
        ? null
        : new() { ObservedGeneration = status.ObservedGeneration, Conditions = status.Conditions, Sidecars = status.Sidecars, Agents = status.Agents };

    private static string KeyOf(KubernetesObject value) =>
        $"{value.GetType().Name}/{value.Metadata.Namespace}/{value.Metadata.Name}/{value.Metadata.Uid}";

    private void Note(ResourceStatus status)
    {
        _written[KeyOf(status.Resource)] = status.Status;
        Writes++;
    }

    private void Forget(List<ResourceStatus> all)
    {
        if (_written.Count <= all.Count) return;
        var there = all.Select(status => KeyOf(status.Resource)).ToHashSet(StringComparer.Ordinal);
        foreach (var key in _written.Keys.Where(key => !there.Contains(key)).ToList()) _written.Remove(key);
    }
}
