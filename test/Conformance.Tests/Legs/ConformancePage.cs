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
        page.Append("\n## The official client, at the suite's servers\n\n| scenario | revision | direct | through |\n|---|---|---|---|\n");
        foreach (var leg in ClientLeg.All)
            page.Append($"| {leg.Scenario} | {leg.Revision} | {await MarkAsync(legs.DirectAsync(leg))} | {await MarkAsync(legs.ThroughAsync(leg))} |\n");
        page.Append("\n## A server that does not compare headers with bodies\n\n| scenario | direct | through |\n|---|---|---|\n");
        page.Append($"| http-header-validation | {await MarkAsync(legs.LaxDirect)} | {await MarkAsync(legs.LaxThrough)} |\n");

        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts/test-results")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "conformance.md"), page.ToString());
    }

    private static async Task WriteAsync(StringBuilder page, SuiteLegs legs, string revision, Leg[] both)
    {
        var comparisons = new List<Comparison>();
        foreach (var leg in both) comparisons.Add(new(await ReadAsync(legs.DirectAsync(leg)), await ReadAsync(legs.ThroughAsync(leg))));
        page.Append($"\n## {revision}\n\n| scenario | direct | through | direct, streams | through, streams |\n|---|---|---|---|---|\n");
        foreach (var scenario in comparisons.SelectMany(comparison => comparison.Scenarios).Distinct().Order(StringComparer.Ordinal))
            page.Append($"| {scenario} | {string.Join(" | ", comparisons.Select(one => $"{one.Direct(scenario)} | {one.Through(scenario)}"))} |\n");
        page.Append($"| **all** | {string.Join(" | ", comparisons.Select(one => one.Total))} |\n");
        foreach (var lost in comparisons.SelectMany(comparison => comparison.Lost).Distinct()) page.Append($"\n- lost: {lost}\n");
    }

    private static async Task<string> MarkAsync(Task<IReadOnlyList<Check>> checks) => Comparison.Mark(await ReadAsync(checks));

    /// <summary>A leg that did not run is empty here; its test says why.</summary>
    private static async Task<IReadOnlyList<Check>> ReadAsync(Task<IReadOnlyList<Check>> checks)
    {
        try
        {
            return await checks;
        }
        catch (Exception)
        {
            return [];
        }
    }
}
