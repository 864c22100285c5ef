using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>The whole manifests that docs/tools.md shows can be applied as they stand, and it leaves no field out.</summary>
public sealed class ToolsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.GetFullPath(Path.Combine(CompileCase.Root(), "..", "..", "..", "..", "docs", "tools.md")));

    [Fact]
    public void Page_Manifests_CompileWithoutAWordAgainstThem()
    {
        var blocks = Page.Split("```yaml\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]).Where(block => block.StartsWith("apiVersion:", StringComparison.Ordinal));
        ImmutableArray<ManifestObject> objects = [.. ManifestReader.Read("tools.md", DateTimeOffset.UnixEpoch, string.Join("---\n", blocks))];

        var compilation = BundleCompiler.Compile(new FolderState().After(objects, [], 1).ToInventory("aigateway-system"));

        Assert.Equal(["AgentPolicy", "McpServer"], compilation.Resources.Select(report => report.Resource.Kind).Distinct());
        Assert.All(compilation.Resources, report => Assert.Empty(report.Diagnostics));
    }

    [Fact]
    public void Page_Fields_AreAllNamed()
    {
        Type[] types = [typeof(McpServerSpec), typeof(McpAuth), typeof(ClientCredentialsAuth), typeof(McpAccess), typeof(ToolAccess)];

        var names = types.SelectMany(type => type.GetProperties()).Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);

        Assert.All(names, name => Assert.Matches($"`([a-z]+\\.)?{name}[`{{.]", Page));
    }

    [Fact]
    public void Page_ConditionsInItsText_CanBeRead()
    {
        var conditions = Page.Split('`').Where(code => code.StartsWith("has(", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(conditions);
        Assert.All(conditions, condition => Assert.Empty(CelExpression.Parse(condition, McpConditions.Environment).Errors));
    }

    [Fact]
    public void Page_Variables_AreThoseThatConditionsHave() =>
        Assert.All(Enum.GetValues<McpVariable>(), variable => Assert.Contains($"`{McpConditions.Environment.Variables[(int)variable].Name}`", Page, StringComparison.Ordinal));
}
