using AiGateway.Contracts.Cel;

namespace AiGateway.Contracts.Tests.Cel;

/// <summary>What docs/routing.md says of conditions, held against the code.</summary>
public sealed class RoutingDocTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(FindRoot(AppContext.BaseDirectory), "docs", "routing.md"));

    public static TheoryData<string> Examples =>
        [.. s_page.Split("```cel\n").Skip(1).SelectMany(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)].Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OnThePage_IsAnExpression(string text) => Assert.Empty(CelExpression.Parse(text, RouteConditions.Environment).Errors);

    [Fact]
    public void Examples_AreThere() => Assert.True(Examples.Count >= 10);

    [Fact]
    public void Variables_OnThePage_AreThoseOfTheEnvironment() => Assert.Equal(
        RouteConditions.Environment.Variables.Select(variable => $"| `{variable.Name}` | {variable.Type} |"),
        s_page.Split('\n').Where(line => line.StartsWith("| `request.", StringComparison.Ordinal) || line.StartsWith("| `agent.", StringComparison.Ordinal))
            .Select(line => line[..(line.IndexOf('|', line.IndexOf('|', 1) + 1) + 1)]));

    private static string FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AiGateway.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no AiGateway.sln above {from}");
    }
}
