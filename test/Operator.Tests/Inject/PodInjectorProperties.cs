using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>Pods of many shapes: to inject twice is to inject once, and what the author wrote is all still there.</summary>
public sealed class PodInjectorProperties
{
    [Fact]
    public void Run_Twice_IsTheSameAsOnce() =>
        Prop.ForAll(Pods, pod =>
        {
            var options = Given.Options() with { NativeSidecar = pod["spec"]!["initContainers"] is not null };
            var first = Given.Injected(pod, options, "files");
            return first.Outcome == InjectionOutcome.Denied
                || Given.Injected(ServerDefaults.Fill(JsonPatchApplier.Apply(pod, first.Patch)), options, "search").Patch.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Run_AnyPod_KeepsEveryContainerVariableAndMountOfTheAuthor() =>
        Prop.ForAll(Pods, pod =>
        {
            var patched = JsonPatchApplier.Apply(pod, Given.Injected(pod).Patch);
            var left = Containers(patched).ToDictionary(container => container["name"]!.GetValue<string>(), StringComparer.Ordinal);
            return Containers(pod).All(container => new[] { "env", "volumeMounts" }.All(list =>
                Texts(container, list).All(Texts(left[container["name"]!.GetValue<string>()], list).Contains)));
        }).QuickCheckThrowOnFailure();

    static Arbitrary<JsonObject> Pods { get; } =
    (
        from containers in Container("c").ListOf()
        from initContainers in Container("i").ListOf()
        from annotations in Gen.Elements("", "team", "kubectl.kubernetes.io/default-container")
        from volumes in Gen.Choose(0, 3)
        from grace in Gen.Choose(0, 90)
        select Pod(containers, initContainers, annotations, (volumes, grace))
    ).ToArbitrary();

    static Gen<JsonObject> Container(string kind) =>
        from variables in Gen.Elements("OPENAI_BASE_URL", "OPENAI_API_KEY", "ANTHROPIC_BASE_URL", "AWS_BEARER_TOKEN_BEDROCK", "AIGATEWAY_MCP_SERVERS", "AIGATEWAY_MCP_CONFIG", "OTHER").ListOf()
        from writesEnv in Gen.Elements(true, false)
        from ownValue in Gen.Elements("", InjectNames.Sidecar + "/openai/v1", "https://models.example/v1")
        from mount in Gen.Elements("", "/", "/etc/", "/etc/aigateway", "/etc/../etc/aigateway/mcp.json", "/etc/aigateway-own", "/work")
        select Make(kind, writesEnv ? variables.Distinct() : null, ownValue, mount);

    static JsonObject Make(string name, IEnumerable<string>? variables, string value, string mount)
    {
        var container = new JsonObject { ["name"] = name, ["image"] = "own:1", ["securityContext"] = new JsonObject { ["runAsUser"] = 1000 } };
        if (mount.Length > 0) container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "own", ["mountPath"] = mount });
        if (variables is not null) container["env"] = new JsonArray([.. variables.Select(variable => (JsonNode)new JsonObject { ["name"] = variable, ["value"] = value })]);
        return container;
    }

    static JsonObject Pod(IEnumerable<JsonObject> containers, IEnumerable<JsonObject> initContainers, string annotation, (int Volumes, int Grace) rest)
    {
        var spec = new JsonObject { ["containers"] = Numbered(containers), ["terminationGracePeriodSeconds"] = rest.Grace };
        if (initContainers.Any()) spec["initContainers"] = Numbered(initContainers);
        if (rest.Volumes > 0) spec["volumes"] = new JsonArray([.. Enumerable.Range(0, rest.Volumes).Select(index => (JsonNode)new JsonObject { ["name"] = $"v{index}", ["emptyDir"] = new JsonObject() })]);
        var metadata = new JsonObject { ["generateName"] = "agent-" };
        if (annotation.Length > 0) metadata["annotations"] = new JsonObject { [annotation] = "c0" };
        return new() { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata, ["spec"] = spec };
    }

    static JsonArray Numbered(IEnumerable<JsonObject> containers) =>
        [.. containers.Index().Select(pair =>
        {
            var copy = pair.Item.DeepClone();
            copy["name"] = $"{copy["name"]}{pair.Index}";
            return copy;
        })];

    static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        new[] { "initContainers", "containers" }.SelectMany(list => pod["spec"]![list]?.AsArray().Select(container => container!.AsObject()) ?? []);

    static IEnumerable<string> Texts(JsonObject container, string list) => container[list]?.AsArray().Select(item => item!.ToJsonString()) ?? [];
}
