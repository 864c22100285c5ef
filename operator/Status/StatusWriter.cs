using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status;

/// <summary>
/// Turns a turn and what the sidecars say into statuses, and writes those that are not written yet. It remembers what it wrote, and takes the rest
/// from the objects themselves, so that a new leader writes nothing anew.
/// </summary>
internal sealed class StatusWriter(IStatusSink sink, SidecarBoard sidecars, TimeProvider time)
{
    private readonly Dictionary<string, CommonStatus> _written = new(StringComparer.Ordinal);

    /// <summary>Statuses written since the process began.</summary>
    public long Writes { get; private set; }

    /// <summary>One look; writes each changed status once.</summary>
    public async Task WriteAsync(Turn turn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var teller = new SidecarTeller(turn.Compilation, sidecars.Present(), now);
        var inObjects = InObjects(turn.Inventory);
        var all = turn.Compilation.Resources.Where(report => ResourceKindsWithStatus.Contains(report.Resource.Kind)).Select(report =>
        {
            var before = _written.GetValueOrDefault(KeyOf(report.Resource)) ?? inObjects.GetValueOrDefault(KeyOf(report.Resource));
            return new ResourceStatus(report.Resource, ConditionWriter.Write(report, teller.Count(report), before, now));
        }).ToList();
        var changed = all.Where(status => !IsWritten(status, inObjects)).ToList();
        if (changed.Count > 0 || all.Count < _written.Count)
        {
            foreach (var status in await sink.WriteAsync(changed, all, cancellationToken)) Note(status);
        }

        Forget(all);
    }

    /// <summary>What was written before is no longer known to stand: another replica may have led since.</summary>
    public void Reset() => _written.Clear();

    private static readonly string[] ResourceKindsWithStatus = [nameof(AgentPolicy), nameof(ModelRoute), nameof(ProviderCredential)];

    private static string KeyOf(SourceRef resource) => $"{resource.Kind}/{resource.Namespace}/{resource.Name}/{resource.Uid}";

    private static Dictionary<string, CommonStatus> InObjects(Inventory inventory) =>
        inventory.Policies.Select(value => (KeyOf(value), (CommonStatus?)value.Status))
            .Concat(inventory.Routes.Select(value => (KeyOf(value), (CommonStatus?)value.Status)))
            .Concat(inventory.Credentials.Select(value => (KeyOf(value), (CommonStatus?)value.Status)))
            .Where(pair => pair.Item2 is not null)
            .DistinctBy(pair => pair.Item1)
            .ToDictionary(pair => pair.Item1, pair => pair.Item2!, StringComparer.Ordinal);

    private static string KeyOf(KubernetesObject value) =>
        $"{value.GetType().Name}/{value.Metadata.Namespace}/{value.Metadata.Name}/{value.Metadata.Uid}";

    private bool IsWritten(ResourceStatus status, Dictionary<string, CommonStatus> inObjects)
    {
        var key = KeyOf(status.Resource);
        var known = _written.GetValueOrDefault(key) ?? inObjects.GetValueOrDefault(key);
        return known is not null && Same(known, status.Status);
    }

    private static bool Same(CommonStatus left, CommonStatus right) =>
        left.Conditions.SequenceEqual(right.Conditions) && (left with { Conditions = [] }) == (right with { Conditions = [] });

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
