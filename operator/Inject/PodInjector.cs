using System.Collections.Immutable;
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
        if (policies(request.Namespace, pod.Labels) is not { } wishes) return Injection.Denied(SkipReason.NotReady);
        if (SkipChecks.Find(pod) is { } unfit) return SkipOrDeny(pod, unfit, wishes);

        var (settings, errors) = PodSettings.Read(pod.Annotations, options);
        if (!errors.IsEmpty) return Injection.Denied(SkipReason.BadAnnotation(errors));

        var unheld = wishes.Mode == EgressMode.Redirected ? RedirectChecks.Find(pod, wishes) : null;
        return unheld is not null && Demands(wishes)
            ? Injection.Denied(unheld.RefusedBy(wishes.AskedBy))
            : Inject(pod, options, settings, EgressPlan.For(pod, wishes, unheld));
    }

    /// <summary>Whether a policy would rather not have the pod than have it at a lower level.</summary>
    static bool Demands(PodWishes wishes) => wishes is { Mode: EgressMode.Redirected, WhenUnenforceable: WhenUnenforceable.Refuse };

    /// <summary>Nothing may stand in the way of the operator's own pods, nor of those that run the cluster.</summary>
    static bool IsOurs(string name, InjectOptions options) => name == options.OperatorNamespace || name is "kube-system" or "kube-node-lease";

    /// <summary>
    /// A pod whose own label asks for what cannot be is told so, and so is one that a policy would have redirected; one that merely lives in an opted-in namespace starts without a sidecar.
    /// A static pod runs whatever is answered here: to refuse its mirror would only hide it.
    /// </summary>
    static Injection SkipOrDeny(PodView pod, SkipReason reason, PodWishes wishes)
    {
        if (Demands(wishes) && reason != SkipReason.MirrorPod) return Injection.Denied(reason.RefusedBy(wishes.AskedBy));
        return pod.ClaimsInjection || pod.OptsIn ? Injection.Denied(reason) : Skip(pod, reason);
    }

    static Injection Skip(PodView pod, SkipReason reason)
    {
        var patch = new PodPatch(pod);
        patch.Annotate(Group.SkipAnnotation, reason.ToString());
        return new() { Outcome = InjectionOutcome.Skipped, Patch = patch.Operations, Reason = reason };
    }

    static Injection Inject(PodView pod, InjectOptions options, SidecarSettings settings, EgressPlan plan)
    {
        var sidecar = SidecarContainer.Build(options, settings, plan, pod.Spec.Number("terminationGracePeriodSeconds") ?? DefaultGraceSeconds);
        var first = RedirectContainers.Build(options, settings, plan);
        var patch = new PodPatch(pod);
        Annotate(pod, patch, options, $"{options.Version}/{Hash(first.Add(sidecar))}");
        AnnotateEgress(patch, plan);
        AgentEnvironment.Write(pod, patch, options, plan);
        AgentFolder.Write(pod, patch, options.NativeSidecar);
        if (plan.Redirects) Hardening.Write(pod, patch);
        WriteVolumes(pod, patch, plan);
        WritePullSecrets(pod, patch, options);
        Placement.Write(pod, patch, "initContainers", options.NativeSidecar ? first.Add(sidecar) : first);
        Placement.Write(pod, patch, "containers", options.NativeSidecar ? [] : [sidecar]);
        return patch.Operations.Count == 0 ? Injection.Nothing : new() { Outcome = InjectionOutcome.Injected, Patch = patch.Operations, Reason = plan.Reason };
    }

    static void Annotate(PodView pod, PodPatch patch, InjectOptions options, string injected)
    {
        patch.Annotate(Group.InjectedAnnotation, injected);
        if (options.NativeSidecar || pod.Annotations.ContainsKey(InjectNames.DefaultContainerAnnotation)) return;
        var first = pod.Spec.Items("containers").FirstOrDefault(found => !PodView.IsOurs(found) && !Mesh.Has(found));
        if (first.Text("name") is { } name) patch.Annotate(InjectNames.DefaultContainerAnnotation, name);
    }

    /// <summary>An author's own is taken out: it speaks of what injection did.</summary>
    static void AnnotateEgress(PodPatch patch, EgressPlan plan)
    {
        if (plan.Annotation is { } egress) patch.Annotate(InjectNames.EgressAnnotation, egress);
        else patch.Unannotate(InjectNames.EgressAnnotation);
    }

    static string Hash(ImmutableArray<JsonObject> containers) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(containers.Select(container => container.ToJsonString())))).AsSpan(0, 8));

    /// <summary>Those that are there and no longer wanted go last, from the end, so that the places of the others hold.</summary>
    static void WriteVolumes(PodView pod, PodPatch patch, EgressPlan plan)
    {
        var exists = pod.Spec.Child("volumes") is JsonArray;
        var wanted = SidecarVolumes.Build(plan);
        foreach (var volume in wanted)
        {
            var (index, found) = pod.Volumes.Index().FirstOrDefault(pair => pair.Item.Text("name") == volume.Text("name"));
            if (found is null) patch.Append("volumes", volume, ref exists);
            else if (!Sameness.Covers(found, volume)) patch.Replace($"/spec/volumes/{index}", volume);
        }

        var gone = SidecarVolumes.Optional.RemoveAll(name => wanted.Any(volume => volume.Text("name") == name));
        foreach (var (index, _) in pod.Volumes.Index().Where(pair => gone.Contains(pair.Item.Text("name") ?? "")).Reverse()) patch.Remove($"/spec/volumes/{index}");
    }

    static void WritePullSecrets(PodView pod, PodPatch patch, InjectOptions options)
    {
        var exists = pod.Spec.Child("imagePullSecrets") is JsonArray;
        var found = pod.Spec.Items("imagePullSecrets").Select(secret => secret.Text("name")).ToHashSet();
        foreach (var name in options.PullSecrets.Where(name => !found.Contains(name)))
            patch.Append("imagePullSecrets", new JsonObject { ["name"] = name }, ref exists);
    }
}
