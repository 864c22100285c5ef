using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Leases;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Leases;

/// <summary>Pods with limits, and leaders over one store; what a leader says is kept.</summary>
internal sealed class LeaseGiven(ILedgerStore? store = null)
{
    public const string Shared = "team/shared";

    private readonly Dictionary<string, AgentBundle> _agents = new(StringComparer.Ordinal);

    public BookStore Store { get; } = new(store);

    public LeaseFigures Figures { get; } = new();

    public long Now { get; set; } = 1_790_251_200_000;

    /// <summary>The newest answer to each pod.</summary>
    public ConcurrentDictionary<string, GrantWord> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Run with each answer, before it counts as sent.</summary>
    public Action<string, GrantWord> Saying { get; set; } = (_, _) => { };

    public LimitIndex Index => new(BundleCompiler.Compile(new()) with { Agents = _agents.ToFrozenDictionary(StringComparer.Ordinal) });

    public static LimitRule Budget(long amount = 1000, int? window = 3600) => new()
    {
        Limit = Shared, Unit = LimitUnit.TotalTokens, Amount = amount, WindowSeconds = window, Scope = LimitScope.Budget, MaxOvershoot = amount / 2,
    };

    public LeaseGiven WithPods(int count, params ImmutableArray<LimitRule> budgets)
    {
        var rules = CompiledRules.From(new() { Sources = [], Agent = new() { Policies = [] }, Routes = [], Providers = [], Budgets = budgets });
        for (var pod = 0; pod < count; pod++)
        {
            var uid = $"pod-{pod}";
            _agents[uid] = new()
            {
                Agent = new() { Namespace = "team", ServiceAccount = "default", WorkloadKind = "Deployment", WorkloadName = "web", Pod = uid, PodUid = uid },
                Pod = new Pod { Metadata = new() { Namespace = "team", Name = uid, Uid = uid }, Status = new() { Phase = "Running" } },
                Rules = rules,
            };
        }

        return this;
    }

    public void Remove(string pod) => _agents.Remove(pod);

    public async Task<(LeaseDesk Desk, LedgerShelf Shelf)> LeaderAsync()
    {
        var figures = Figures;
        var shelf = new LedgerShelf(Store, figures, NullLogger.Instance);
        await shelf.OpenAsync(Now, TestContext.Current.CancellationToken);
        return (new(shelf, Say, figures), shelf);
    }

    public async Task AskAsync(LeaseDesk desk, string pod, SliceState slice, long sequence = 1, string epoch = "e")
    {
        desk.Hear(pod, new() { Epoch = epoch, Sequence = sequence, Slices = [slice] }, Index, Now);
        await TurnAsync(desk);
    }

    public Task TurnAsync(LeaseDesk desk) => desk.TurnAsync(Index, Now, TestContext.Current.CancellationToken);

    public long GrantedTo(string pod) => Answers.GetValueOrDefault(pod)?.Grants.SingleOrDefault()?.Granted ?? 0;

    public static SliceState Wants(long wanted, long granted = 0, long used = 0, long returned = 0) =>
        new() { Limit = Shared, Scope = LimitScope.Budget, Granted = granted, Used = used, Returned = returned, Wanted = wanted };

    private void Say(string pod, Envelope word)
    {
        Saying(pod, word.Grants!);
        Answers[pod] = word.Grants!;
    }
}
