using System.Collections.Immutable;
using System.Text;
using AiGateway.Operator.Certificates;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Certificates;

public sealed class RootsTests
{
    [Fact]
    public void Needing_OptedInByNamespaceOrPod_AreNamedAndNoOthers()
    {
        var inventory = new Inventory
        {
            Namespaces = [Namespace("labelled", "enabled"), Namespace("by-pod"), Namespace("plain"), Namespace("out", "disabled")],
            Pods = [Pod("by-pod", "enabled"), Pod("plain", "disabled")],
        };

        Assert.Equal(["labelled", "by-pod"], RootsKeeper.Needing(inventory).Select(found => found.Name));
    }

    [Fact]
    public void WriteTrust_WebhooksOfTheConfiguration_AreNamedWithTheirBundleAlone()
    {
        var found = new WebhookConfiguration { Metadata = new() { Name = "aigateway-injector" }, Webhooks = [new() { Name = "pods.aigateway.dev" }] };

        Assert.Equal(
            """{"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingWebhookConfiguration","metadata":{"name":"aigateway-injector"},"webhooks":[{"name":"pods.aigateway.dev","clientConfig":{"caBundle":"cm9vdHM="}}]}""",
            Encoding.UTF8.GetString(RootsJson.WriteTrust(found, "roots").Span));
    }

    private static ImmutableDictionary<string, string> Labels(string? inject) =>
        inject is null ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add(Group.InjectLabel, inject);

    private static Namespace Namespace(string name, string? inject = null) => new() { Metadata = new() { Name = name, Uid = name, Labels = Labels(inject) } };

    private static Pod Pod(string inNamespace, string inject) => new() { Metadata = new() { Namespace = inNamespace, Name = "pod", Labels = Labels(inject) } };
}
