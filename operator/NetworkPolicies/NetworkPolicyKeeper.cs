using System.Collections.Immutable;
using AiGateway.Operator.Compile.NetworkPolicies;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.NetworkPolicies;

/// <summary>
/// Keeps the NetworkPolicies that AgentPolicies ask for: applied where they changed or after a while, removed where nobody asks for them any more. By the leader, by server-side apply; one
/// of that name that is not its AgentPolicy's is left alone, and the AgentPolicy says so.
/// </summary>
internal sealed partial class NetworkPolicyKeeper(KubeClient client, NetworkPolicyKeeperOptions options, ILogger<NetworkPolicyKeeper> logger) : BackgroundService
{
    private const int MaxProblem = 300;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Anew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);
    private static readonly ListOptions Ours = new() { LabelSelector = $"{NetworkPolicyJson.ManagedByLabel}={NetworkPolicyJson.ManagedBy}" };

    private readonly Dictionary<ObjectKey, (ReadOnlyMemory<byte> Json, DateTimeOffset At)> _applied = [];
    private NetworkPolicyServer? _server;
    private DateTimeOffset _listed;
    private NetworkPolicyState _state = NetworkPolicyState.None;

    /// <summary>What is known; a compilation turns it into conditions.</summary>
    public NetworkPolicyState State => Volatile.Read(ref _state);

    /// <summary>One round: applies what is missing or changed, and removes what is left over.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (!options.Leads())
        {
            _applied.Clear();
            _listed = default;
            return;
        }

        if (options.Latest() is not { } latest) return;
        _server ??= NetworkPolicyServer.Of(await client.ServerVersionAsync(cancellationToken), options.StreamPort);
        var plans = latest.NetworkPolicies.DistinctBy(plan => plan.Key).ToDictionary(plan => plan.Key);
        await RemoveAsync(plans, cancellationToken);
        var problems = State.Problems.RemoveRange(State.Problems.Keys.Except(plans.Values.Select(plan => plan.Policy.Uid)));
        try
        {
            foreach (var plan in plans.Values.Where(plan => plan.IsKnown))
            {
                if (await ApplyAsync(plan, cancellationToken) is not { } tried) continue;
                problems = tried.Length == 0 ? problems.Remove(plan.Policy.Uid) : problems.SetItem(plan.Policy.Uid, tried);
            }
        }
        finally
        {
            Tell(new() { HasPortRanges = _server.HasPortRanges, Problems = problems });
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested) Log.Failed(logger, exception.Message);
            }

            await Task.Delay(Every, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Null where nothing was to be done; else the problem, empty where there is none.</summary>
    private async Task<string?> ApplyAsync(NetworkPolicyPlan plan, CancellationToken cancellationToken)
    {
        var json = NetworkPolicyJson.Write(plan, _server!);
        var now = options.Time.GetUtcNow();
        if (_applied.TryGetValue(plan.Key, out var last) && now - last.At < Anew && last.Json.Span.SequenceEqual(json.Span)) return null;

        var found = await client.GetAsync(Kinds.NetworkPolicies, plan.Key, cancellationToken);
        _applied[plan.Key] = (json, now - Anew + Again); // Where it fails; else a while later.
        if (found is not null && !IsOf(found, plan.Policy.Name)) return Refuse(plan, "there is another one of that name, which is left alone: rename it, or the policy");

        var apply = new ApplyOptions { FieldManager = "aigateway-networkpolicies", Force = found is not null };
        var result = await client.ApplyAsync(Kinds.NetworkPolicies, plan.Key, json, apply, cancellationToken);
        if (result.Error is { } error) return Refuse(plan, $"the API server refuses it: {error}");
        _applied[plan.Key] = (json, now);
        return "";
    }

    /// <summary>What nobody asks for: found once in a while by its label, and each time among what was applied.</summary>
    private async Task RemoveAsync(Dictionary<ObjectKey, NetworkPolicyPlan> plans, CancellationToken cancellationToken)
    {
        var left = _applied.Keys.Where(key => !plans.ContainsKey(key)).ToHashSet();
        var now = options.Time.GetUtcNow();
        if (now - _listed >= Anew)
        {
            _listed = now - Anew + Again; // Where it fails; else a while later.
            var all = await client.ListAsync(Kinds.NetworkPolicies, Ours, cancellationToken);
            left.UnionWith(all.Items.Select(ObjectKey.Of).Where(key => !plans.ContainsKey(key)));
            _listed = now;
        }

        foreach (var key in left)
        {
            if (await client.GetAsync(Kinds.NetworkPolicies, key, cancellationToken) is { } found && IsOf(found, null)) await client.DeleteAsync(Kinds.NetworkPolicies, key, cancellationToken);
            _applied.Remove(key);
        }
    }

    /// <summary>Whether an AgentPolicy made it, of this name or of any: one that was deleted and made anew has another uid.</summary>
    private static bool IsOf(NetworkPolicy found, string? policy) =>
        found.Metadata.Labels.GetValueOrDefault(NetworkPolicyJson.ManagedByLabel) == NetworkPolicyJson.ManagedBy
        && found.Metadata.OwnerReferences.Any(owner => owner is { ApiVersion: Group.ApiVersion, Kind: nameof(AgentPolicy), Controller: true } && (policy is null || owner.Name == policy));

    private string Refuse(NetworkPolicyPlan plan, string why)
    {
        var text = Utf8Text.Cut(why, MaxProblem)!;
        Log.Refused(logger, $"{plan.Key.Namespace}/{plan.Key.Name}", text);
        return $"NetworkPolicy \"{plan.Key.Name}\" is not kept: {text}";
    }

    private void Tell(NetworkPolicyState state)
    {
        if (state.HasPortRanges == State.HasPortRanges && state.Problems.Count == State.Problems.Count && state.Problems.All(State.Problems.Contains)) return;
        Volatile.Write(ref _state, state);
        options.Changed();
    }

    private static partial class Log
    {
        [LoggerMessage(330, LogLevel.Warning, "The NetworkPolicies could not be kept up: {Why}")]
        public static partial void Failed(ILogger logger, string why);

        [LoggerMessage(331, LogLevel.Warning, "NetworkPolicy {What} is not kept: {Why}")]
        public static partial void Refused(ILogger logger, string what, string why);
    }
}
