using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// The two init containers of a redirected pod, as data: one sets the kernel's rules and is gone, with the one capability that this takes; one that is nobody proves from the agent's side
/// that they hold. Neither sees the API token of the pod.
/// </summary>
internal static class RedirectContainers
{
    public static ImmutableArray<JsonObject> Build(InjectOptions options, SidecarSettings settings, EgressPlan plan)
    {
        if (!plan.Redirects) return [];
        ImmutableArray<JsonObject> containers = [Redirect(plan), Validator(plan)];
        foreach (var container in containers)
        {
            container["image"] = options.Image;
            if (options.ImagePullPolicy is { } policy) container["imagePullPolicy"] = policy;
            container["resources"] = Resources(settings);
        }

        return containers;
    }

    static JsonObject Redirect(EgressPlan plan)
    {
        var exempt = plan.MeshUsers.Prepend(InjectNames.UserId).SelectMany(user => new[] { "--exempt", user.ToString(CultureInfo.InvariantCulture) });
        return Container(InjectNames.RedirectContainer, ["redirect", .. exempt, .. Lower(plan)], Context(0, "NET_ADMIN"));
    }

    static JsonObject Validator(EgressPlan plan)
    {
        var container = Container(InjectNames.ValidatorContainer, ["prove", .. Lower(plan), InjectNames.ProofFile], Context(InjectNames.ValidatorUserId));
        container["volumeMounts"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = InjectNames.ProofVolume, ["mountPath"] = InjectNames.ProofPath });
        return container;
    }

    static IEnumerable<string> Lower(EgressPlan plan) => plan.Lowers ? ["--lower"] : [];

    static JsonObject Container(string name, IEnumerable<string> arguments, JsonObject context) => new()
    {
        ["name"] = name,
        ["command"] = new JsonArray([InjectNames.Binary, .. arguments.Select(argument => (JsonNode)argument)]),
        ["securityContext"] = context,
        ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = InjectNames.NoApiTokenVolume, ["mountPath"] = InjectNames.ApiTokenPath, ["readOnly"] = true }),
    };

    /// <summary>Less than the sidecar's, so that the pod's own request stays what it is. A limit of processor time only where the sidecar has one: a quota may ask for it.</summary>
    static JsonObject Resources(SidecarSettings settings)
    {
        var limits = new JsonObject { ["memory"] = "64Mi" };
        if (settings.CpuLimit is { } cpu) limits["cpu"] = cpu;
        return new() { ["requests"] = new JsonObject { ["cpu"] = "10m", ["memory"] = "16Mi" }, ["limits"] = limits };
    }

    static JsonObject Context(int user, params string[] capabilities)
    {
        var names = new JsonObject { ["drop"] = new JsonArray("ALL") };
        if (capabilities.Length > 0) names["add"] = new JsonArray([.. capabilities.Select(name => (JsonNode)name)]);
        return new()
        {
            ["runAsUser"] = user,
            ["runAsGroup"] = user,
            ["runAsNonRoot"] = user != 0,
            ["readOnlyRootFilesystem"] = true,
            ["allowPrivilegeEscalation"] = false,
            ["privileged"] = false,
            ["capabilities"] = names,
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        };
    }
}
