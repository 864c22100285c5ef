using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Rig;

namespace AiGateway.ControlPlane;

/// <summary>An opted-in namespace of a real API server, another one for the operator, and what tests put into the first.</summary>
/// <param name="server">The API server; it is started on first use.</param>
/// <param name="cancellationToken">The test's.</param>
internal sealed class Team(LocalApiServer server, CancellationToken cancellationToken)
{
    public string Name { get; private set; } = "";

    public string System { get; private set; } = "";

    public async Task CreateAsync()
    {
        await server.StartAsync(cancellationToken);
        await InstalledCrds.InstallAsync(server, cancellationToken);
        (System, Name) = (await server.NewNamespaceAsync(cancellationToken), await server.NewNamespaceAsync(cancellationToken));
        await PatchAsync($"/api/v1/namespaces/{Name}", """{"metadata":{"labels":{"aigateway.dev/inject":"enabled"} } }""");
    }

    /// <summary>A running pod; with a sidecar, unless its metadata says nothing of an injection.</summary>
    public async Task<Pod> PodAsync(string name, string metadata = """ "annotations":{"aigateway.dev/injected":"0.0.0/x"} """)
    {
        var sidecar = metadata.Contains("aigateway.dev/injected", StringComparison.Ordinal) ? $$""",{"name":"{{Group.SidecarContainer}}","image":"example.invalid/sidecar:1"}""" : "";
        await server.PostAsync($"/api/v1/namespaces/{Name}/pods", $$$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}",{{{metadata}}} },"spec":{"containers":[{"name":"main","image":"example.invalid/nothing:1"}{{{sidecar}}}]} }
            """, cancellationToken);
        await PatchAsync($"/api/v1/namespaces/{Name}/pods/{name}/status", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]} }""");
        return (await FindPodAsync(name))!;
    }

    public Task<Pod?> FindPodAsync(string name) => server.Client.GetAsync(Kinds.Pods, new(Name, name), cancellationToken);

    public async Task PolicyAsync(string spec) => (await server.Client.ApplyAsync(ResourceKinds.Policies, new(Name, "policy"), Encoding.UTF8.GetBytes($$$"""
        {"apiVersion":"aigateway.dev/v1alpha1","kind":"AgentPolicy","metadata":{"namespace":"{{{Name}}}","name":"policy"},"spec":{{{spec}}} }
        """), new() { FieldManager = "user", Force = true }, cancellationToken)).ValueOrThrow();

    public async Task<AgentPolicyStatus?> StatusAsync() => (await server.Client.GetAsync(ResourceKinds.Policies, new(Name, "policy"), cancellationToken))?.Status;

    /// <summary>The reasons of the Events about one pod, in the order in which they were told.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string pod)
    {
        using var events = JsonDocument.Parse((await server.Transport.SendAsync(new() { Method = HttpMethod.Get, Path = $"/apis/events.k8s.io/v1/namespaces/{Name}/events" }, cancellationToken)).BodyOrThrow());
        return
        [
            .. events.RootElement.GetProperty("items").EnumerateArray()
                .Where(one => one.GetProperty("regarding").GetProperty("name").GetString() == pod)
                .OrderBy(one => one.GetProperty("eventTime").GetDateTimeOffset())
                .Select(one => one.GetProperty("reason").GetString()!),
        ];
    }

    /// <summary>A token of the sidecar's audience, bound to the pod.</summary>
    public Task<string> TokenAsync(Pod pod) => server.PodTokenAsync(ObjectKey.Of(pod), pod.Metadata.Uid, Protocol.Audience, cancellationToken);

    public async Task PatchAsync(string path, string json)
    {
        var request = new KubeRequest { Method = HttpMethod.Patch, Path = path, Body = Encoding.UTF8.GetBytes(json), ContentType = "application/merge-patch+json" };
        (await server.Transport.SendAsync(request, cancellationToken)).BodyOrThrow();
    }

    /// <summary>Waits on a condition; the bound is for a failure.</summary>
    public Task UntilAsync(Func<Task<bool>> condition, string what) => Eventually.HoldsAsync(condition, what).WaitAsync(cancellationToken);
}
