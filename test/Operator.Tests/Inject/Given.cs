using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>Builds pods, requests and options with what a test varies.</summary>
internal static class Given
{
    public static InjectOptions Options(JsonObject? settings = null) =>
        new InjectOptionsReader(name => settings?[name]?.ToString()).Read(nativeByDefault: false) with { Version = "0.1.0" };

    public static JsonObject Pod(Action<JsonObject>? change = null)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "agent" },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "agent", ["image"] = "agent:1" }) },
        };
        change?.Invoke(pod);
        return pod;
    }

    public static JsonObject Review(JsonObject pod, string @namespace = "team-a", bool dryRun = false) => new()
    {
        ["apiVersion"] = "admission.k8s.io/v1",
        ["kind"] = "AdmissionReview",
        ["request"] = new JsonObject
        {
            ["uid"] = "0001",
            ["kind"] = new JsonObject { ["group"] = "", ["version"] = "v1", ["kind"] = "Pod" },
            ["resource"] = new JsonObject { ["group"] = "", ["version"] = "v1", ["resource"] = "pods" },
            ["namespace"] = @namespace,
            ["operation"] = "CREATE",
            ["dryRun"] = dryRun,
            ["object"] = pod.DeepClone(),
        },
    };

    public static InjectRequest Request(JsonObject pod, string @namespace = "team-a", bool dryRun = false) =>
        InjectRequest.Parse(Encoding.UTF8.GetBytes(Review(pod, @namespace, dryRun).ToJsonString()));

    /// <summary>A lookup that knows these servers, for whatever pod.</summary>
    public static PolicyLookup Servers(params string[] names) => (_, _) => new() { Servers = [.. names] };

    /// <summary>A lookup of policies that have whatever pod redirected, or refused.</summary>
    public static PolicyLookup Redirected(bool intercepts = false) =>
        (_, _) => new() { HasEgress = true, Mode = EgressMode.Redirected, AskedBy = "team-a/agents", Intercepts = intercepts };

    public static Injection Injected(JsonObject pod, InjectOptions? options = null, params string[] servers) =>
        PodInjector.Run(Request(pod), options ?? Options(), Servers(servers));
}
