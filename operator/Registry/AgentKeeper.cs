using System.Collections.Frozen;
using System.Security.Cryptography;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>
/// Keeps an Agent for each workload whose pods are agents: made where a user made none, written where something changed and at most once a minute each, removed seven days after the last pod, or sooner where a namespace has too many without. By the
/// leader alone; what it writes names the version that it read, so that of two that believe to lead one finds out.
/// </summary>
internal sealed partial class AgentKeeper(IAgentSink sink, Hearsay hearsay, RegistryFigures figures, RegistryOptions options, ILogger<AgentKeeper> logger) : BackgroundService
{
    private const int MaxName = 52;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_foldEvery = TimeSpan.FromSeconds(10);

    private readonly AgentBook _book = new(options.Time);
    private readonly WritePace _pace = new(options.Time);
    private Dictionary<Workload, WorkloadPods> _workloads = [];
    private FrozenSet<string> _pods = [];
    private IReadOnlySet<AgentEntry> _crowd = FrozenSet<AgentEntry>.Empty;
    private Compilation? _seen;
    private DateTimeOffset _foldedAt;
    private bool _led;

    private DateTimeOffset Now => options.Time.GetUtcNow();

    /// <summary>One round: counts what was said, and writes what is due for as long as a round lasts.</summary>
    /// <returns>Whether more is due.</returns>
    public async Task<bool> KeepAsync(CancellationToken cancellationToken)
    {
        hearsay.Listen(options.Leads());
        if (!options.Leads()) (_led, figures.Agents, figures.Shadows) = (false, 0, 0);
        if (!options.Leads() || options.Latest() is not { } turn) return false;
        if (!_led) _book.Begin(await sink.ListAsync(cancellationToken));
        _led = true;

        var present = hearsay.Present;
        Take(turn, present);
        _crowd = _book.Crowd(options.MostPodless);
        var until = Now + s_every;
        foreach (var entry in _book.Entries.Where(entry => entry.LookAt <= Now && Now - entry.WrittenAt >= options.EachAgent).OrderBy(entry => entry.WrittenAt).ToList())
        {
            if (!options.Leads() || Now > until) return true;
            await LookAsync(entry, present, cancellationToken);
        }

        return false;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                more = await KeepAsync(stoppingToken);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested) Log.Failed(logger, exception.Message);
            }

            await Task.Delay(more ? s_soon : s_every, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(RegistryTurn turn, Dictionary<string, SidecarState> present)
    {
        if (!ReferenceEquals(_seen, turn.Compilation))
        {
            _workloads = Workloads.Of(turn.Inventory, turn.Compilation, options.ShadowAgents);
            _pods = turn.Inventory.Pods.Select(pod => pod.Metadata.Uid).ToFrozenSet(StringComparer.Ordinal);
            _seen = turn.Compilation;
        }

        _book.Turn(_workloads, turn.Inventory.Agents.Concat(sink.Made));
        hearsay.Take((pod, report) => Count(pod, present, account => account.Hear(pod, report, Now)), (pod, word) => Count(pod, present, account => account.Hear(pod, word, Now)));
        if (Now - _foldedAt >= s_foldEvery)
        {
            _book.Fold(pod => _pods.Contains(pod) || present.ContainsKey(pod), options.Silence);
            _foldedAt = Now;
        }

        figures.Agents = _workloads.Count;
        figures.Shadows = _workloads.Values.Count(pods => pods.Carriers.IsEmpty);
    }

    /// <summary>Whether that is done with: a pod that is not known yet may come, as long as its sidecar is there.</summary>
    private bool Count(string podUid, Dictionary<string, SidecarState> present, Action<AgentAccount> count)
    {
        if (_book.OfPod(podUid) is not { } entry) return !present.ContainsKey(podUid);
        count(entry.Account);
        return true;
    }

    private async Task LookAsync(AgentEntry entry, Dictionary<string, SidecarState> present, CancellationToken cancellationToken)
    {
        if (entry.Object is null && entry.HasPods) await MakeAsync(entry, cancellationToken);
        if (entry.Object is not { } agent) return;
        if (AgentJson.IsOurs(agent) && !entry.IsHeld && (Now - entry.PodlessSince >= options.Remember || _crowd.Contains(entry)))
        {
            await RemoveAsync(entry, agent, cancellationToken);
            return;
        }

        var part = AgentJson.PartOf(Draft(entry, present));
        if (part.Span.SequenceEqual(entry.Written.Span)) entry.LookAt = Now + options.LookAgain;
        else if (!await TryWriteAsync(entry, part, cancellationToken)) await TryWriteAsync(entry, part, cancellationToken);
    }

    private AgentStatus Draft(AgentEntry entry, Dictionary<string, SidecarState> present)
    {
        var status = RulesStatus.AddTo(PodsStatus.AddTo(new(), entry.Pods, present), entry.Pods);
        return ShadowStatus.AddTo(AccountStatus.AddTo(status, entry.Account), entry.Pods, Now) with { PodlessSince = entry.PodlessSince };
    }

    /// <summary>Under a name that nobody can have taken where somebody took the one that it should have.</summary>
    private async Task MakeAsync(AgentEntry entry, CancellationToken cancellationToken)
    {
        var (workload, name) = (entry.Workload, AgentNames.Of(entry.Workload.Kind, entry.Workload.Name));
        var made = await WriteAsync(() => sink.MakeAsync(new(workload.Namespace, name), workload, cancellationToken), cancellationToken);
        if (made.Error is { IsConflict: true })
        {
            var other = $"{name[..Math.Min(name.Length, MaxName)]}-{RandomNumberGenerator.GetHexString(AgentNames.MaxLength - MaxName - 1, lowercase: true)}";
            made = await WriteAsync(() => sink.MakeAsync(new(workload.Namespace, other), workload, cancellationToken), cancellationToken);
        }

        if (made.Failed(out var error, out var agent)) Put(entry, error, "made");
        else if (agent.Status is null) entry.Object = agent;
        else _book.Restore(entry, agent);
    }

    /// <summary>False where it is worth trying at once once more: somebody wrote, and not in what is ours.</summary>
    private async Task<bool> TryWriteAsync(AgentEntry entry, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        if (entry.Object is not { } agent) return true;
        var result = await WriteAsync(() => sink.WriteAsync(agent, part, cancellationToken), cancellationToken);
        if (!result.Failed(out var error, out var written))
        {
            (entry.Object, entry.Written, entry.WrittenAt) = (written with { Status = null }, part, Now);
            return true;
        }

        if (error is { IsConflict: false, IsNotFound: false }) Put(entry, error, "written");
        else if (await sink.FindAsync(ObjectKey.Of(agent), cancellationToken) is not { } current) entry.Lose();
        else if (!IsAsWritten(entry, current)) CountAnew(entry, current);
        else
        {
            entry.Object = current with { Status = null };
            return false;
        }

        return true;
    }

    private static bool IsAsWritten(AgentEntry entry, Agent current) =>
        current.Metadata.Uid == entry.Object!.Metadata.Uid && AgentJson.WrittenIn(current).Span.SequenceEqual(entry.Written.Span);

    /// <summary>Another replica wrote, which leads or did: its counts stand, and what was said is counted on top of them.</summary>
    private void CountAnew(AgentEntry entry, Agent current)
    {
        _book.Restore(entry, current);
        hearsay.Repeat(pod => _book.OfPod(pod) == entry);
    }

    private async Task RemoveAsync(AgentEntry entry, Agent agent, CancellationToken cancellationToken)
    {
        await _pace.TakeAsync(cancellationToken);
        figures.CountWrite();
        if (await sink.RemoveAsync(agent, cancellationToken) is not { } error) entry.Lose();
        else if (error.IsConflict && await sink.FindAsync(ObjectKey.Of(agent), cancellationToken) is { } current) entry.Object = current with { Status = null };
        else Put(entry, error, "removed");
    }

    private async Task<KubeResult<Agent>> WriteAsync(Func<Task<KubeResult<Agent>>> write, CancellationToken cancellationToken)
    {
        await _pace.TakeAsync(cancellationToken);
        figures.CountWrite();
        return await write();
    }

    /// <summary>A refusal is told, and tried again after a minute.</summary>
    private void Put(AgentEntry entry, KubeError error, string what)
    {
        entry.LookAt = Now + options.EachAgent;
        Log.Refused(logger, entry.Workload.ToString(), what, error.ToString());
    }

    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Warning, "A round of the registry failed, and is begun again: {Why}")]
        public static partial void Failed(ILogger logger, string why);

        [LoggerMessage(601, LogLevel.Warning, "The Agent of {Workload} could not be {What}: {Why}")]
        public static partial void Refused(ILogger logger, string workload, string what, string why);
    }
}
