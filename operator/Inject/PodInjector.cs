using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Inject;

/// <summary>
/// The mutating webhook as a pure function: a request, the options and what the last turn's policies wish in, a patch or a reason out. The webhook's own selectors are the opt-in, and the
/// API server has judged them on labels newer than any cache of ours, so that to be asked is to be opted in. The same answer for a dry run, and for a second call.
/// </summary>
internal static class PodInjector
{
    const long DefaultGraceSeconds = 30;

    public static Injection Run(InjectRequest request, InjectOptions options, PolicyLookup policies)
    {
        if (request.Pod is null || IsOurs(request.Namespace, options)) return Injection.Nothing;

        var pod = new PodView(request.Pod);
        if (ReservedChecks.Find(pod) is { } reserved) return Injection.Denied(reserved);
        if (pod.OptsOut) return Skip(pod, SkipReason.OptedOut);
        if (SkipChecks.Find(pod) is { } unfit) return SkipOrDeny(pod, unfit);

        var (settings, errors) = PodSettings.Read(pod.Annotations, options);
        return errors.IsEmpty ? Inject(pod, options, settings, policies(request.Namespace, pod.Labels)) : Injection.Denied(SkipReason.BadAnnotation(errors));
    }

    /// <summary>Nothing may stand in the way of the operator's own pods, nor of those that run the cluster.</summary>
    static bool IsOurs(string name, InjectOptions options) => name == options.OperatorNamespace || name is "kube-system" or "kube-node-lease";

    /// <summary>A pod whose own label asks for what cannot be is told so; one that merely lives in an opted-in namespace starts without a sidecar.</summary>
    static Injection SkipOrDeny(PodView pod, SkipReason reason) =>
        pod.ClaimsInjection || pod.OptsIn ? Injection.Denied(reason) : Skip(pod, reason);

    static Injection Skip(PodView pod, SkipReason reason)
    {
        var patch = new PodPatch(pod);
        patch.Annotate(Group.SkipAnnotation, reason.ToString());
        return new() { Outcome = InjectionOutcome.Skipped, Patch = patch.Operations, Reason = reason };
    }

    static Injection Inject(PodView pod, InjectOptions options, SidecarSettings settings, PodWishes wishes)
    {
        var container = SidecarContainer.Build(options, settings, pod.Spec.Number("terminationGracePeriodSeconds") ?? DefaultGraceSeconds);
        var patch = new PodPatch(pod);
        Annotate(pod, patch, options, container);
        AgentEnvironment.Write(pod, patch, options.NativeSidecar, wishes.Servers);
        AgentFolder.Write(pod, patch, options.NativeSidecar);
        WriteVolumes(pod, patch);
        WritePullSecrets(pod, patch, options);
        WriteContainer(pod, patch, options, container);
        return patch.Operations.Count == 0 ? Injection.Nothing : new() { Outcome = InjectionOutcome.Injected, Patch = patch.Operations };
    }

    static void Annotate(PodView pod, PodPatch patch, InjectOptions options, JsonObject container)
    {
        patch.Annotate(Group.InjectedAnnotation, $"{options.Version}/{Hash(container)}");
        if (options.NativeSidecar || pod.Annotations.ContainsKey(InjectNames.DefaultContainerAnnotation)) return;
        var first = pod.Spec.Items("containers").FirstOrDefault(found => !PodView.IsSidecar(found) && !PodView.IsMesh(found));
        if (first.Text("name") is { } name) patch.Annotate(InjectNames.DefaultContainerAnnotation, name);
    }

    static string Hash(JsonObject container) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(container.ToJsonString())).AsSpan(0, 8));

    static void WriteVolumes(PodView pod, PodPatch patch)
    {
        var exists = pod.Spec.Child("volumes") is JsonArray;
        foreach (var volume in SidecarVolumes.Build())
        {
            var (index, found) = pod.Volumes.Index().FirstOrDefault(pair => pair.Item.Text("name") == volume.Text("name"));
            if (found is null) patch.Append("volumes", volume, ref exists);
            else if (!Sameness.Covers(found, volume)) patch.Replace($"/spec/volumes/{index}", volume);
        }
    }

    static void WritePullSecrets(PodView pod, PodPatch patch, InjectOptions options)
    {
        var exists = pod.Spec.Child("imagePullSecrets") is JsonArray;
        var found = pod.Spec.Items("imagePullSecrets").Select(secret => secret.Text("name")).ToHashSet();
        foreach (var name in options.PullSecrets.Where(name => !found.Contains(name)))
            patch.Append("imagePullSecrets", new JsonObject { ["name"] = name }, ref exists);
    }

    static void WriteContainer(PodView pod, PodPatch patch, InjectOptions options, JsonObject container)
    {
        var (list, other) = options.NativeSidecar ? ("initContainers", "containers") : ("containers", "initContainers");
        if (IndexOf(pod, other) is >= 0 and var stray) patch.Remove($"/spec/{other}/{stray}");

        if (pod.Spec.Child(list) is not JsonArray found) patch.Add($"/spec/{list}", new JsonArray(container));
        else if (IndexOf(pod, list) is var index && index < 0) patch.Add($"/spec/{list}/{pod.Spec.Items(list).TakeWhile(PodView.IsMesh).Count()}", container);
        else if (!Sameness.Covers(found[index], container)) patch.Replace($"/spec/{list}/{index}", container);
    }

    static int IndexOf(PodView pod, string list)
    {
        foreach (var (index, container) in pod.Spec.Items(list).Index())
        {
            if (PodView.IsSidecar(container)) return index;
        }

        return -1;
    }
}
