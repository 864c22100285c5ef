using System.Collections.Immutable;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Certificates;

/// <summary>
/// Takes the roots to where they are needed: a ConfigMap in each namespace with an opted-in pod, and the CA bundle of the injector's webhooks. By the
/// leader, by server-side apply, and nothing of anybody else's is touched or removed.
/// </summary>
internal sealed partial class RootsKeeper(
    KubeClient client, CertificateHolder holder, Func<Inventory?> inventory, CertificateOptions options, ILogger<RootsKeeper> logger) : BackgroundService
{
    public const string Webhook = "aigateway-injector";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Anew = TimeSpan.FromMinutes(5);
    private static readonly ApplyOptions Apply = new() { FieldManager = "aigateway-certificates", Force = true };
    private readonly Dictionary<string, (string Roots, DateTimeOffset At)> _applied = new(StringComparer.Ordinal);

    /// <summary>The namespaces that need the roots: opted in by their own label, or by that of a pod.</summary>
    public static IEnumerable<(string Name, string Uid)> Needing(Inventory inventory)
    {
        var byPod = inventory.Pods.Where(pod => IsOptedIn(pod.Metadata)).Select(pod => pod.Metadata.Namespace).ToHashSet(StringComparer.Ordinal);
        return inventory.Namespaces
            .Where(found => found.Metadata.DeletionTimestamp is null && (IsOptedIn(found.Metadata) || byPod.Contains(found.Metadata.Name)))
            .Select(found => (found.Metadata.Name, found.Metadata.Uid));
    }

    /// <summary>One round: applies what is missing, or was applied long ago.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (!options.Leads() || holder.Current is not { } current) return;

        await OnceAsync("", current.RootsPem, () => TrustAsync(current.RootsPem, cancellationToken));
        foreach (var (name, uid) in Needing(inventory() ?? new Inventory()))
        {
            await OnceAsync(uid, current.RootsPem, () => ApplyAsync(name, current.RootsPem, cancellationToken));
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

    private static bool IsOptedIn(ObjectMeta metadata) => metadata.Labels.GetValueOrDefault(Group.InjectLabel) == "enabled";

    private async Task OnceAsync(string key, string roots, Func<Task<bool>> apply)
    {
        var now = options.Time.GetUtcNow();
        if (_applied.TryGetValue(key, out var last) && last.Roots == roots && now - last.At < Anew) return;
        if (await apply()) _applied[key] = (roots, now);
    }

    private async Task<bool> ApplyAsync(string @namespace, string roots, CancellationToken cancellationToken)
    {
        var map = new ConfigMap
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = new() { Namespace = @namespace, Name = Group.RootsConfigMap },
            Data = ImmutableDictionary<string, string>.Empty.Add("ca.crt", roots),
        };
        var json = RootsJson.Write(map);
        var result = await client.ApplyAsync(Kinds.ConfigMaps, ObjectKey.Of(map), json, Apply, cancellationToken);
        if (result.Error is { } error) Log.Refused(logger, $"ConfigMap {@namespace}/{Group.RootsConfigMap}", error.ToString());
        return result.Error is null;
    }

    private async Task<bool> TrustAsync(string roots, CancellationToken cancellationToken)
    {
        var key = new ObjectKey("", Webhook);
        if (await client.GetAsync(Kinds.MutatingWebhooks, key, cancellationToken) is not { } found) return false;

        var result = await client.ApplyAsync(Kinds.MutatingWebhooks, key, RootsJson.WriteTrust(found, roots), Apply, cancellationToken);
        if (result.Error is { } error) Log.Refused(logger, $"MutatingWebhookConfiguration {Webhook}", error.ToString());
        return result.Error is null;
    }

    private static partial class Log
    {
        [LoggerMessage(310, LogLevel.Warning, "The roots could not be kept up: {Why}")]
        public static partial void Failed(ILogger logger, string why);

        [LoggerMessage(311, LogLevel.Warning, "The roots could not be applied to {What}: {Why}")]
        public static partial void Refused(ILogger logger, string what, string why);
    }
}
