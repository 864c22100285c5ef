using AiGateway.Contracts;
using AiGateway.Operator.Compile;
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
    private readonly Dictionary<StatusKey, CommonStatus> _written = [];
    private readonly StatusMemory _memory = new();
    private readonly ToolStatusWriter _tools = new();
    private (Inventory? Inventory, Dictionary<StatusKey, CommonStatus> Statuses) _read = (null, []);

    /// <summary>Statuses written since the process began.</summary>
    public long Writes { get; private set; }

    /// <summary>Of each pinned tool server, how many definitions are not approved, as of the last look.</summary>
    public IReadOnlyList<UnapprovedTools> Unapproved => _tools.Unapproved;

    /// <summary>One look; writes each changed status once, and says what was written.</summary>
    public async Task<IReadOnlyCollection<StatusChange>> WriteAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(_read.Inventory, turn.Inventory)) _read = (turn.Inventory, InObjects(turn.Inventory));
        var inObjects = _read.Statuses;
        CommonStatus? Before(SourceRef resource) => StatusKey.Of(resource) is var key && _written.TryGetValue(key, out var known) ? known : inObjects.GetValueOrDefault(key);

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
        _memory.Clear();
        _tools.Reset();
    }

    private static readonly string[] ResourceKindsWithStatus = [nameof(Agent), nameof(AgentPolicy), nameof(Budget), nameof(Guardrail), nameof(McpServer), nameof(ModelRoute), nameof(ProviderCredential)];

    private List<ResourceStatus> Judge(Look look)
    {
        var teller = new SidecarTeller(look.Turn.Compilation, look.Sidecars, look.Now);
        var levels = new LevelTeller(look);
        SidecarTally Tally(ResourceReport report) => teller.Count(report) is var tally && levels.Count(report) is { } held ? tally with { Levels = held } : tally;
        return _tools.Write(
        [
            .. look.Turn.Compilation.Resources.Where(report => ResourceKindsWithStatus.Contains(report.Resource.Kind)).Select(report =>
                new ResourceStatus(report.Resource, _memory.Of(report, Tally(report), look))),
        ], look);
    }

    private static Dictionary<StatusKey, CommonStatus> InObjects(Inventory inventory)
    {
        var statuses = new Dictionary<StatusKey, CommonStatus>();
        void Add(KubernetesObject value, CommonStatus? status)
        {
            if (status is not null) statuses.TryAdd(StatusKey.Of(value), status);
        }

        foreach (var value in inventory.Policies) Add(value, value.Status);
        foreach (var value in inventory.Routes) Add(value, value.Status);
        foreach (var value in inventory.Credentials) Add(value, value.Status);
        foreach (var value in inventory.McpServers) Add(value, value.Status);
        foreach (var value in inventory.Guardrails) Add(value, value.Status);
        foreach (var value in inventory.Budgets) Add(value, Own(value.Status));
        foreach (var value in inventory.Agents) Add(value, value.Status);
        return statuses;
    }

    /// <summary>What a Budget's status has from here: how much of it is used has a writer of its own.</summary>
    private static BudgetStatus? Own(BudgetStatus? status) => status is null
        ? null
        : new() { ObservedGeneration = status.ObservedGeneration, Conditions = status.Conditions, Sidecars = status.Sidecars, Agents = status.Agents };

    private void Note(ResourceStatus status)
    {
        _written[StatusKey.Of(status.Resource)] = status.Status;
        Writes++;
    }

    private void Forget(List<ResourceStatus> all)
    {
        var there = new Lazy<HashSet<StatusKey>>(() => [.. all.Select(status => StatusKey.Of(status.Resource))]);
        _memory.Forget(all.Count, key => there.Value.Contains(key));
        if (_written.Count <= all.Count) return;
        foreach (var key in _written.Keys.Where(key => !there.Value.Contains(key)).ToList()) _written.Remove(key);
    }
}
