namespace AiGateway.Architecture.Tests;

public sealed class FloorsTests
{
    [Fact]
    public void Operator_EveryArrow_RunsDown() => Assert.Empty(Floors.Operator.Violations(Repository.Sources("operator")));

    [Fact]
    public void Sidecar_EveryArrow_RunsDown() => Assert.Empty(Floors.Sidecar.Violations(Repository.Sources("sidecar")));

    [Theory]
    [InlineData("operator/Compile/X.cs", "using AiGateway.Operator.Publish;", "Compile names Publish")]
    [InlineData("operator/Kubernetes/X.cs", "AiGateway.Operator.Resources.Inventory? x;", "Kubernetes names Resources")]
    [InlineData("operator/Helpers/X.cs", "", "stands on no floor")]
    [InlineData("operator/X.cs", "", "Program.cs alone")]
    public void Violations_ArrowUpOrSideways_IsNamed(string path, string text, string expected) =>
        Assert.Contains(Floors.Operator.Violations([new(path, text)]), violation => violation.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Violations_ArrowDown_IsFine() =>
        Assert.Empty(Floors.Operator.Violations([new("operator/Compile/X.cs", "using AiGateway.Operator.Resources;")]));

    [Theory]
    [InlineData("operator", "AiGateway.Sidecar")]
    [InlineData("sidecar", "AiGateway.Operator")]
    [InlineData("contracts", "AiGateway.Operator")]
    [InlineData("contracts", "AiGateway.Sidecar")]
    public void House_TheOtherHouse_IsNeverNamed(string house, string other) =>
        Assert.DoesNotContain(Repository.Sources(house), file => file.Text.Contains(other + ".", StringComparison.Ordinal));

    [Theory]
    [InlineData("operator")]
    [InlineData("sidecar")]
    [InlineData("contracts")]
    public void House_GlobalUsings_NameNoRoomOfOurs(string house) =>
        Assert.DoesNotContain(Repository.Sources(house), file => file.Text.Contains("global using AiGateway", StringComparison.Ordinal));

    [Theory]
    [InlineData("operator")]
    [InlineData("sidecar")]
    public void House_Folders_AreAtMostTwoDeep(string house) =>
        Assert.DoesNotContain(Repository.Sources(house), file => file.Path.Count(letter => letter == '/') > 3);
}
