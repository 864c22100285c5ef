using System.Xml.Linq;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>What the charts and the code both say, they say alike.</summary>
public sealed class ChartsTests
{
    [Fact]
    public void Images_Tags_AreTheBuildsVersion()
    {
        var version = XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;

        var tags = Chart("kustomization.yaml").Split('\n').Where(line => line.Contains("newTag:", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1]);

        Assert.Equal([version, version], tags);
    }

    [Fact]
    public void Webhook_Selectors_NameTheLabelOfTheCode() =>
        Assert.Equal(4, Chart("webhook.yaml").Split($"key: {Group.InjectLabel}\n").Length - 1);

    [Fact]
    public void Rights_ConfigMap_IsTheOneThatPodsMount() =>
        Assert.Contains($"resources: [configmaps]\n  resourceNames: [{Group.RootsConfigMap}]", Chart("rbac.yaml"), StringComparison.Ordinal);

    [Fact]
    public void Service_Port_IsTheOneThatSidecarsCall() =>
        Assert.Contains($"port: {new Uri(Given.Options().OperatorUrl).Port}\n", Chart("service.yaml"), StringComparison.Ordinal);

    private static string Root => Path.GetFullPath(Path.Combine(InjectCase.Root(), "..", "..", "..", ".."));

    private static string Chart(string file) => File.ReadAllText(Path.Combine(Root, "charts", "kustomize", "base", file));
}
