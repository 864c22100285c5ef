using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Inject;

/// <summary>
/// What belongs to the sidecar and a pod's author may not take: its names, its ports, and a token of its audience, which would open the stream that
/// carries the real keys. Each finding refuses the pod.
/// </summary>
internal static class ReservedChecks
{
    static readonly ImmutableArray<Func<PodView, SkipReason?>> Chain = [Label, Mount, Volume, Audience, Container, Port];

    static readonly ImmutableArray<string> Volumes =
        [InjectNames.TokenVolume, InjectNames.RootsVolume, InjectNames.StateVolume, InjectNames.NoApiTokenVolume, InjectNames.McpVolume, InjectNames.ProofVolume, InjectNames.TrustedRootsVolume];

    public static SkipReason? Find(PodView pod) => Chain.Select(check => check(pod)).FirstOrDefault(reason => reason is not null);

    static SkipReason? Label(PodView pod) =>
        pod.Labels.TryGetValue(Group.InjectLabel, out var value) && value is not ("enabled" or "disabled") ? SkipReason.BadLabel(value) : null;

    /// <summary>Other containers have one mount of ours, after an earlier injection.</summary>
    static SkipReason? Mount(PodView pod) =>
        pod.OwnContainers.SelectMany(container => container.Items("volumeMounts").Concat(container.Items("volumeDevices")))
            .Where(mount => !AgentFolder.IsOurs(mount))
            .Select(mount => mount.Text("name") ?? "").FirstOrDefault(name => Volumes.Contains(name)) is { } name ? SkipReason.ReservedVolume(name) : null;

    /// <summary>After an earlier injection the volumes are there; they are then made ours again, whatever they hold.</summary>
    static SkipReason? Volume(PodView pod) =>
        !pod.ClaimsInjection && pod.Volumes.Select(volume => volume.Text("name") ?? "").FirstOrDefault(name => Volumes.Contains(name)) is { } name
            ? SkipReason.ReservedVolume(name) : null;

    static SkipReason? Audience(PodView pod) =>
        pod.Volumes.Where(volume => volume.Text("name") != InjectNames.TokenVolume).FirstOrDefault(ProjectsOurAudience) is { } volume
            ? SkipReason.ReservedAudience(volume.Text("name") ?? "") : null;

    static SkipReason? Container(PodView pod) =>
        !pod.ClaimsInjection && pod.Containers.FirstOrDefault(PodView.IsOurs) is { } container ? SkipReason.ReservedContainer(container.Text("name")!) : null;

    static SkipReason? Port(PodView pod)
    {
        foreach (var container in pod.OwnContainers)
        {
            foreach (var port in container.Items("ports"))
            {
                if (port.Number("containerPort") is >= InjectNames.FirstPort and <= InjectNames.LastPort and var number)
                    return SkipReason.ReservedPort(container.Text("name") ?? "", (int)number);
            }
        }

        return null;
    }

    static bool ProjectsOurAudience(JsonObject volume) =>
        volume.Child("projected").Items("sources").Any(source => source.Child("serviceAccountToken").Text("audience") == Protocol.Audience);
}
