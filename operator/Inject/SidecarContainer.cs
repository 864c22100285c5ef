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

    public static JsonObject Build(InjectOptions options, SidecarSettings settings, long graceSeconds)
    {
        var container = new JsonObject
        {
            ["name"] = Group.SidecarContainer,
            ["image"] = options.Image,
            ["command"] = new JsonArray(InjectNames.Binary),
            ["env"] = Environment(options, settings, graceSeconds),
            ["ports"] = new JsonArray(Port("gw-health", InjectNames.HealthPort), Port("gw-metrics", InjectNames.MetricsPort)),
            ["resources"] = Resources(settings),
            ["securityContext"] = SecurityContext(),
            ["volumeMounts"] = Mounts(),
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

    static JsonArray Environment(InjectOptions options, SidecarSettings settings, long graceSeconds)
    {
        var drain = Math.Max(1, graceSeconds - DrainMargin).ToString(CultureInfo.InvariantCulture) + "s";
        (string Name, string? Value)[] variables =
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
        return [.. variables.Where(pair => pair.Value is not null).Select(pair => (JsonNode)new JsonObject { ["name"] = pair.Name, ["value"] = pair.Value })];
    }

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

    static JsonArray Mounts() => new(
        Mount(InjectNames.TokenVolume, InjectNames.TokenPath, readOnly: true),
        Mount(InjectNames.RootsVolume, InjectNames.RootsPath, readOnly: true),
        Mount(InjectNames.StateVolume, InjectNames.StatePath, readOnly: false),
        Mount(InjectNames.McpVolume, InjectNames.McpPath, readOnly: false),
        Mount(InjectNames.NoApiTokenVolume, InjectNames.ApiTokenPath, readOnly: true));

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
