using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;

namespace AiGateway.ApiServer.Tests.Kubernetes;

/// <summary>A custom resource of the tests.</summary>
internal sealed record Widget : KubernetesObject
{
    public WidgetSpec Spec { get => field ??= new(); init; }

    public static ResourceKind<Widget> Of { get; } = new()
    {
        Group = "test.aigateway.dev",
        Version = "v1",
        Plural = "widgets",
        Kind = "Widget",
        Json = WidgetJson.Default.Widget,
    };

    /// <summary>Makes the kind known to the API server, once, and waits until it is served.</summary>
    public static async Task DefineAsync(ApiServerFixture server, CancellationToken cancellationToken)
    {
        const string definition = """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.test.aigateway.dev"},
             "spec":{"group":"test.aigateway.dev","scope":"Namespaced","names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
              "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
               "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
            """;
        var request = new KubeRequest
        {
            Method = HttpMethod.Post,
            Path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            Body = System.Text.Encoding.UTF8.GetBytes(definition),
        };
        var answer = await server.Transport.SendAsync(request, cancellationToken);
        Assert.True(answer.Error is null or { Code: 409 }, answer.Error?.ToString());
        await Eventually.HoldsAsync(() => IsServedAsync(server, cancellationToken), "the kind is served");
    }

    private static async Task<bool> IsServedAsync(ApiServerFixture server, CancellationToken cancellationToken) =>
        (await server.Transport.SendAsync(new() { Method = HttpMethod.Get, Path = Of.PathOfAll(null) }, cancellationToken)).Error is null;
}
