using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>
/// What the profile <c>restricted</c> of Pod Security, and <c>baseline</c> below it, has against a pod: the published list, control by control, each finding as "place: control".
/// https://kubernetes.io/docs/concepts/security/pod-security-standards/
/// </summary>
internal static class PodSecurityProfile
{
    static readonly string[] VolumeKinds = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    static readonly string[] SafeSysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ];

    static readonly string[] SafeLabels = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    public static IReadOnlyList<string> Violations(JsonObject pod)
    {
        var spec = pod["spec"]!;
        var containers = new[] { "initContainers", "containers", "ephemeralContainers" }.SelectMany(list => spec.Items(list));
        return [.. OfPod(spec).Select(control => $"pod: {control}"), .. containers.SelectMany(container => OfContainer(container, spec).Distinct().Select(control => $"{container.Text("name")}: {control}"))];
    }

    static IEnumerable<string> OfPod(JsonNode spec)
    {
        if (spec.Flag("hostNetwork") || spec.Flag("hostPID") || spec.Flag("hostIPC")) yield return "host namespaces";
        foreach (var volume in spec.Items("volumes").SelectMany(volume => volume).Where(part => part.Key != "name" && !VolumeKinds.Contains(part.Key)))
            yield return $"volume types ({volume.Key})";
        foreach (var sysctl in spec.Child("securityContext").Items("sysctls").Select(sysctl => sysctl.Text("name")).Where(name => !SafeSysctls.Contains(name)))
            yield return $"sysctls ({sysctl})";
        foreach (var control in OfEither(spec.Child("securityContext"))) yield return control;
    }

    /// <summary>What a pod and a container say in the same words.</summary>
    static IEnumerable<string> OfEither(JsonNode? context)
    {
        if (context.Child("windowsOptions").Flag("hostProcess")) yield return "host process";
        if (context.Child("appArmorProfile").Text("type") is not (null or "RuntimeDefault" or "Localhost")) yield return "AppArmor";
        if (context.Child("seccompProfile").Text("type") is not (null or "RuntimeDefault" or "Localhost")) yield return "seccomp";
        if (context.Number("runAsUser") == 0) yield return "running as non-root user";
        if (context.Child("runAsNonRoot") is not null && !context.Flag("runAsNonRoot")) yield return "running as non-root";
        var labels = context.Child("seLinuxOptions");
        if (!SafeLabels.Contains(labels.Text("type") ?? "") || labels.Text("user") is { Length: > 0 } || labels.Text("role") is { Length: > 0 }) yield return "SELinux";
    }

    static IEnumerable<string> OfContainer(JsonObject container, JsonNode spec)
    {
        var (context, inherited) = (container.Child("securityContext"), spec.Child("securityContext"));
        foreach (var control in OfEither(context).Concat(OfCapabilities(context.Child("capabilities")))) yield return control;
        if (context.Flag("privileged")) yield return "privileged containers";
        if (context.Child("allowPrivilegeEscalation") is null || context.Flag("allowPrivilegeEscalation")) yield return "privilege escalation";
        if (context.Text("procMount") is not (null or "Default")) yield return "/proc mount type";
        if (!(context.Child("runAsNonRoot") ?? inherited.Child("runAsNonRoot") ?? false).GetValue<bool>()) yield return "running as non-root";
        if ((context.Child("seccompProfile") ?? inherited.Child("seccompProfile")) is null) yield return "seccomp";
        if (container.Items("ports").Any(port => port.Number("hostPort") is > 0)) yield return "host ports";
        if (Handlers(container).Any(handler => handler.Child("httpGet").Text("host") is { Length: > 0 } || handler.Child("tcpSocket").Text("host") is { Length: > 0 })) yield return "host probes";
    }

    static IEnumerable<JsonNode?> Handlers(JsonObject container) =>
    [
        container["livenessProbe"], container["readinessProbe"], container["startupProbe"],
        container["lifecycle"].Child("postStart"), container["lifecycle"].Child("preStop"),
    ];

    static IEnumerable<string> OfCapabilities(JsonNode? capabilities)
    {
        if (Names(capabilities.Child("add")).Any(name => name != "NET_BIND_SERVICE")) yield return "capabilities (add)";
        if (!Names(capabilities.Child("drop")).Contains("ALL")) yield return "capabilities (drop)";
    }

    static IEnumerable<string> Names(JsonNode? list) => list?.AsArray().Select(name => name!.GetValue<string>()) ?? [];
}
