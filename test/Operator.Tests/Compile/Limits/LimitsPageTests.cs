using System.Collections.Immutable;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Resources.Schema;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Compile.Limits;

/// <summary>The whole manifests that docs/limits.md shows can be applied as they stand, and it leaves no field and no word out.</summary>
public sealed class LimitsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.GetFullPath(Path.Combine(CompileCase.Root(), "..", "..", "..", "..", "..", "docs", "limits.md")));

    [Fact]
    public void Page_Manifests_CompileWithoutAWordAgainstThem()
    {
        var blocks = Page.Split("```yaml\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]).ToList();
        ImmutableArray<ManifestObject> objects = [.. ManifestReader.Read("limits.md", DateTimeOffset.UnixEpoch, string.Join("---\n", blocks))];

        var compilation = BundleCompiler.Compile(new FolderState().After(objects, [], 1).ToInventory("aigateway-system"));

        Assert.Equal(3, blocks.Count);
        Assert.Equal(5, compilation.Resources.Length);
        Assert.All(compilation.Resources, report => Assert.Empty(report.Diagnostics));
    }

    [Fact]
    public void Page_Fields_AreAllNamed()
    {
        Type[] types = [typeof(AgentLimit), typeof(LimitAmount), typeof(BudgetSpec), typeof(EndUserSource)];

        var names = types.SelectMany(type => type.GetProperties()).Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);

        Assert.All(names, name => Assert.Matches($"`([a-zA-Z]+\\.)?{name}`", Page));
    }

    [Fact]
    public void Page_WordsOfFields_AreAllNamed()
    {
        Type[] types = [typeof(LimitPer), typeof(LimitBy), typeof(LimitPeriod), typeof(BreachAction), typeof(AwayAction), typeof(UnknownPrice)];

        Assert.All(types.SelectMany(EnumNames.Of), word => Assert.Contains($"`{word}`", Page, StringComparison.Ordinal));
    }
}
