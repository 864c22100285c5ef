using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Reconcile;

/// <summary>
/// Asks the API server, which is the one who waits for the answer, for the namespace's policies, and waits for the turn that has seen them. One read a pod of an opted-in namespace, of a
/// handful of objects; a pod that is injected for less than its policy asks would stay so for all its life.
/// </summary>
internal sealed partial class AdmissionFreshness(KubeClient client, CompileLoop loop, TimeProvider time, ILogger<AdmissionFreshness> logger)
{
    /// <summary>Half of what the webhook may take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2.5);

    public async Task WaitAsync(string name, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var limit = time.CreateTimer(_ => bounded.Cancel(), null, Longest, Timeout.InfiniteTimeSpan);
        try
        {
            var policies = await client.ListAsync(ResourceKinds.Policies, new() { Namespace = name }, bounded.Token);
            while (true)
            {
                var turned = loop.Turned;
                if (loop.Latest is { } turn && policies.Items.All(policy => Knows(turn.Inventory, policy))) return;
                await turned.WaitAsync(bounded.Token);
            }
        }
        catch (Exception unknown) when (unknown is OperationCanceledException or HttpRequestException or KubeException)
        {
            if (!cancellationToken.IsCancellationRequested) Log.Unknown(logger, name, unknown.GetType().Name);
        }
    }

    /// <summary>A policy that cannot be read has no generation here; that it is there is enough.</summary>
    private static bool Knows(Inventory inventory, AgentPolicy policy) =>
        inventory.Policies.Any(known => known.Metadata.Uid == policy.Metadata.Uid && known.Metadata.Generation >= policy.Metadata.Generation)
        || inventory.Unreadable.Any(known => known.Metadata.Uid == policy.Metadata.Uid);

    private static partial class Log
    {
        [LoggerMessage(520, LogLevel.Warning, "Whether the policies of namespace {Namespace} are the newest was not known in time ({Why}); a pod is injected by those that are known")]
        public static partial void Unknown(ILogger logger, string @namespace, string why);
    }
}
