using System.Xml.Linq;

namespace AiGateway.Architecture.Tests;

public sealed class ContractsTests
{
    [Fact]
    public void Contracts_References_AreTheFrameworkAlone()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "contracts", "Contracts.csproj"));

        Assert.Equal("Microsoft.NET.Sdk", project.Root!.Attribute("Sdk")!.Value);
        Assert.Empty(project.Descendants("ProjectReference"));
        Assert.Empty(project.Descendants("FrameworkReference"));
        // net9.0 lacks one option of System.Text.Json that net10.0 carries; nothing else, and nowhere else.
        var package = Assert.Single(project.Descendants("PackageReference"));
        Assert.Equal("System.Text.Json", package.Attribute("Include")!.Value);
        Assert.Contains("net9.0", package.Parent!.Attribute("Condition")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Contracts_Usings_KnowNeitherKubernetesNorAspNet() =>
        Assert.DoesNotContain(Repository.Sources("contracts"), file =>
            file.Text.Contains("using Microsoft.AspNetCore", StringComparison.Ordinal) || file.Text.Contains("using k8s", StringComparison.Ordinal));
}
