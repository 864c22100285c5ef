using System.Text;
using AiGateway.Conformance.Tests.Suite;
using AiGateway.Rig;

namespace AiGateway.Conformance.Tests.Legs;

/// <summary>All legs as tables, for people: artifacts/test-results/conformance.md.</summary>
internal static class ConformancePage
{
    public static async Task WriteAsync(SuiteLegs legs)
    {
        var page = new StringBuilder("# The official conformance suite of MCP, at the server and through the sidecar\n\n");
        page.Append("Passed checks of those made; scored and unscored scenarios. Each server answers with documents, then again with streams.\n");
        foreach (var revision in Leg.All.GroupBy(leg => leg.Revision)) await WriteAsync(page, legs, revision.Key, [.. revision]);
        page.Append("\n## A server that does not compare headers with bodies\n\n| scenario | direct | through |\n|---|---|---|\n");
        page.Append($"| http-header-validation | {Mark(legs.LaxDirect)} | {Mark(legs.LaxThrough)} |\n");

        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts/test-results")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "conformance.md"), page.ToString());
    }

    private static async Task WriteAsync(StringBuilder page, SuiteLegs legs, string revision, Leg[] both)
    {
        var comparisons = new List<Comparison>();
        foreach (var leg in both) comparisons.Add(await ReadAsync(legs, leg));
        page.Append($"\n## {revision}\n\n| scenario | direct | through | direct, streams | through, streams |\n|---|---|---|---|---|\n");
        foreach (var scenario in comparisons.SelectMany(comparison => comparison.Scenarios).Distinct().Order(StringComparer.Ordinal))
            page.Append($"| {scenario} | {string.Join(" | ", comparisons.Select(one => $"{one.Direct(scenario)} | {one.Through(scenario)}"))} |\n");
        page.Append($"| **all** | {string.Join(" | ", comparisons.Select(one => one.Total))} |\n");
        foreach (var lost in comparisons.SelectMany(comparison => comparison.Lost).Distinct()) page.Append($"\n- lost: {lost}\n");
    }

    /// <summary>A leg that did not run is empty here; its test says why.</summary>
    private static async Task<Comparison> ReadAsync(SuiteLegs legs, Leg leg)
    {
        try
        {
            return await legs.CompareAsync(leg);
        }
        catch (Exception)
        {
            return new([], []);
        }
    }

    private static string Mark(Task<IReadOnlyList<Check>> checks) => checks.IsCompletedSuccessfully ? Comparison.Mark(checks.Result) : "-";
}
