using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Inject;

/// <summary>
/// The sidecar as data: one container that Pod Security <c>restricted</c> admits. It reads its token, its roots and its state from volumes that no
/// other container mounts, writes the agent's MCP configuration into one that the others read, and sees an empty folder where the API token of the pod would be.
/// </summary>
internal static class SidecarContainer
{
    /// <summary>The time between the sidecar's last answer and the kubelet's SIGKILL.</summary>
    const long DrainMargin = 2;

    public static JsonObject Build(InjectOptions options, SidecarSettings settings, EgressPlan plan, long graceSeconds)
    {
        var container = new JsonObject
        {
            ["name"] = Group.SidecarContainer,
            ["image"] = options.Image,
            ["command"] = new JsonArray(InjectNames.Binary),
            ["env"] = new JsonArray([.. Environment(options, settings, graceSeconds).Concat(EgressEnvironment(plan)).Where(pair => pair.Value is not null).Select(Variable)]),
            ["ports"] = new JsonArray(Port("gw-health", InjectNames.HealthPort), Port("gw-metrics", InjectNames.MetricsPort)),
            ["resources"] = Resources(settings),
            ["securityContext"] = SecurityContext(),
            ["volumeMounts"] = Mounts(plan),
            ["readinessProbe"] = Probe("/readyz", 5, 3),
            ["livenessProbe"] = Probe("/healthz", 10, 3),
        };
        if (options.ImagePullPolicy is { } policy) container["imagePullPolicy"] = policy;
        if (options.NativeSidecar) MakeNative(container);
        else HoldTheAgent(container);
        return container;
    }

    /// <summary>An init container that stays: what comes after it waits for its start-up probe, which is its first bundle.</summary>
    static void MakeNative(JsonObject container)
    {
        container["restartPolicy"] = "Always";
        container["startupProbe"] = Probe("/readyz", 1, 120);
    }

    /// <summary>The kubelet starts containers in order and waits for each one's postStart, so the agent starts when the sidecar is ready.</summary>
    static void HoldTheAgent(JsonObject container) =>
        container["lifecycle"] = new JsonObject
        {
            ["postStart"] = new JsonObject
            {
                ["exec"] = new JsonObject { ["command"] = new JsonArray(InjectNames.Binary, "wait", "--timeout", "60s") },
            },
        };

    static IEnumerable<(string Name, string? Value)> Environment(InjectOptions options, SidecarSettings settings, long graceSeconds)
    {
        var drain = Math.Max(1, graceSeconds - DrainMargin).ToString(CultureInfo.InvariantCulture) + "s";
        return
        [
            ("AIGATEWAY_OPERATOR_URL", options.OperatorUrl),
            ("AIGATEWAY_TOKEN_FILE", InjectNames.TokenPath + "/token"),
            ("AIGATEWAY_ROOTS_FILE", InjectNames.RootsPath + "/ca.crt"),
            ("AIGATEWAY_STATE_DIR", InjectNames.StatePath),
            ("AIGATEWAY_MCP_DIR", InjectNames.McpPath),
            ("AIGATEWAY_BYTE_BUDGET", settings.ByteBudget),
            ("AIGATEWAY_MAX_BODY", options.MaxBody),
            ("AIGATEWAY_MAX_STALENESS", settings.MaxStaleness),
            ("AIGATEWAY_ON_CONTROL_PLANE_LOSS", settings.OnControlPlaneLoss),
            ("AIGATEWAY_DRAIN", drain),
            ("AIGATEWAY_PROXY", options.Proxy),
            ("AIGATEWAY_NO_PROXY", options.NoProxy),
        ];
    }

    static IEnumerable<(string Name, string? Value)> EgressEnvironment(EgressPlan plan) =>
    [
        ("AIGATEWAY_TRANSPARENT_PORT", plan.Redirects ? Number(InjectNames.TransparentPort) : null),
        ("AIGATEWAY_DNS_PORT", plan.Redirects ? Number(InjectNames.DnsPort) : null),
        ("AIGATEWAY_PROOF_FILE", plan.Redirects ? InjectNames.ProofFile : null),
        ("AIGATEWAY_TRUST_DIR", plan.Intercepts ? InjectNames.McpPath : null),
        ("AIGATEWAY_TRUSTED_ROOTS_FILE", plan.TrustedRoots is null ? null : $"{InjectNames.TrustedRootsPath}/{InjectNames.TrustedRootsFile}"),
    ];

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    static JsonNode Variable((string Name, string? Value) pair) => new JsonObject { ["name"] = pair.Name, ["value"] = pair.Value };

    static JsonObject Resources(SidecarSettings settings)
    {
        var limits = new JsonObject { ["memory"] = settings.MemoryLimit };
        if (settings.CpuLimit is { } cpu) limits["cpu"] = cpu;
        return new() { ["requests"] = new JsonObject { ["cpu"] = settings.CpuRequest, ["memory"] = settings.MemoryRequest }, ["limits"] = limits };
    }

    static JsonObject SecurityContext() => new()
    {
        ["runAsUser"] = InjectNames.UserId,
        ["runAsGroup"] = InjectNames.UserId,
        ["runAsNonRoot"] = true,
        ["readOnlyRootFilesystem"] = true,
        ["allowPrivilegeEscalation"] = false,
        ["privileged"] = false,
        ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
        ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
    };

    static JsonArray Mounts(EgressPlan plan)
    {
        var mounts = new JsonArray(
            Mount(InjectNames.TokenVolume, InjectNames.TokenPath, readOnly: true),
            Mount(InjectNames.RootsVolume, InjectNames.RootsPath, readOnly: true),
            Mount(InjectNames.StateVolume, InjectNames.StatePath, readOnly: false),
            Mount(InjectNames.McpVolume, InjectNames.McpPath, readOnly: false),
            Mount(InjectNames.NoApiTokenVolume, InjectNames.ApiTokenPath, readOnly: true));
        if (plan.Redirects) mounts.Add((JsonNode)Mount(InjectNames.ProofVolume, InjectNames.ProofPath, readOnly: true));
        if (plan.TrustedRoots is not null) mounts.Add((JsonNode)Mount(InjectNames.TrustedRootsVolume, InjectNames.TrustedRootsPath, readOnly: true));
        return mounts;
    }

    static JsonObject Mount(string volume, string path, bool readOnly)
    {
        var mount = new JsonObject { ["name"] = volume, ["mountPath"] = path };
        if (readOnly) mount["readOnly"] = true;
        return mount;
    }

    static JsonObject Port(string name, int number) => new() { ["name"] = name, ["containerPort"] = number, ["protocol"] = "TCP" };

    static JsonObject Probe(string path, int periodSeconds, int failures) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = InjectNames.HealthPort, ["scheme"] = "HTTP" },
        ["periodSeconds"] = periodSeconds,
        ["timeoutSeconds"] = 2,
        ["failureThreshold"] = failures,
    };
}
