using System.Globalization;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>
/// Who an agent is, from its pod's own metadata. A ReplicaSet's name without the pod template's hash is its Deployment's; a Job's whose name ends in a minute, as those that CronJobs make, is
/// its CronJob's: one that runs each minute is one agent, and not a thousand a day.
/// </summary>
internal static class WorkloadIdentity
{
    private const string TemplateHashLabel = "pod-template-hash";

    /// <summary>The minutes of 2022-11-28: before any cluster that this runs in was made.</summary>
    private const int FirstMinute = 27_827_000;

    public static AgentIdentity Of(Pod pod)
    {
        var (kind, name) = OwnerOf(pod);
        return new()
        {
            Namespace = pod.Metadata.Namespace,
            ServiceAccount = string.IsNullOrEmpty(pod.Spec.ServiceAccountName) ? "default" : pod.Spec.ServiceAccountName,
            WorkloadKind = kind,
            WorkloadName = name,
            Pod = pod.Metadata.Name,
            PodUid = pod.Metadata.Uid,
        };
    }

    private static (string Kind, string Name) OwnerOf(Pod pod)
    {
        if (pod.Metadata.OwnerReferences.FirstOrDefault(owner => owner.Controller == true) is not { } owner) return (nameof(Pod), pod.Metadata.Name);
        if (owner.Kind == "Job" && CronJobOf(owner.Name) is { } cronJob) return ("CronJob", cronJob);
        return owner.Kind == "ReplicaSet"
            && pod.Metadata.Labels.TryGetValue(TemplateHashLabel, out var hash)
            && owner.Name.Length > hash.Length + 1
            && owner.Name.EndsWith($"-{hash}", StringComparison.Ordinal)
                ? ("Deployment", owner.Name[..^(hash.Length + 1)])
                : (owner.Kind, owner.Name);
    }

    /// <summary>The name before the minute, in minutes of Unix time, that a CronJob gave its Job. A date of eight digits is below the minutes of this decade, so that <c>report-20261121</c> stays a Job.</summary>
    private static string? CronJobOf(string job)
    {
        var dash = job.LastIndexOf('-');
        return dash > 0 && job.Length - dash - 1 == 8 && int.TryParse(job.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minute) && minute >= FirstMinute ? job[..dash] : null;
    }
}
