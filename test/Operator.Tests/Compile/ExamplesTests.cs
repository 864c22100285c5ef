using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>What the examples show is read as a folder is read, strictly, and compiles without a word against it.</summary>
public sealed class ExamplesTests
{
    public static TheoryData<string> Examples() =>
        [.. Directory.GetDirectories(Root()).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Compile_Example_NothingIsWrongAndItsAgentReachesAModelOrATool(string name)
    {
        var compilation = BundleCompiler.Compile(Read(Path.Combine(Root(), name)));

        Assert.NotEmpty(compilation.Resources);
        Assert.All(compilation.Resources, report => Assert.Empty(report.Diagnostics));
        Assert.All(compilation.Agents.Values, agent => Assert.True(ReachesSomething(agent.Rules.Rules)));
        Assert.NotEmpty(compilation.Agents);
    }

    private static bool ReachesSomething(BundleRules rules) =>
        rules.Routes.Any(route => Verdicts.Reaches(rules, route.Models[0]))
        || rules.Agent.Policies.SelectMany(policy => policy.Mcp ?? []).Any(rule => Verdicts.ReachesTool(rules, rule.Server, rule.AllowTools?[0] ?? ""));

    private static Inventory Read(string folder)
    {
        var files = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal);
        ImmutableArray<ManifestObject> objects = [.. files.SelectMany(file => ManifestReader.Read(Path.GetFileName(file), DateTimeOffset.UnixEpoch, File.ReadAllText(file)))];
        return new FolderState().After(objects, [], 1).ToInventory("aigateway-system");
    }

    private static string Root() => Path.GetFullPath(Path.Combine(CompileCase.Root(), "..", "..", "..", "..", "examples"));
}
