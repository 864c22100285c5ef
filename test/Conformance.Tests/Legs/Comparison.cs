using AiGateway.Conformance.Tests.Suite;

namespace AiGateway.Conformance.Tests.Legs;

/// <summary>The same checks made twice: at the server itself, and through the sidecar.</summary>
internal sealed class Comparison(IReadOnlyList<Check> direct, IReadOnlyList<Check> through)
{
    public IEnumerable<string> Scenarios => direct.Concat(through).Select(check => check.Scenario).Distinct();

    /// <summary>What passes direct and does not pass through, and what fails through alone. A check may be made several times.</summary>
    public IEnumerable<string> Lost => direct.Concat(through).GroupBy(check => (check.Scenario, check.Id, check.Name)).SelectMany(made => Losses(made.Key));

    public string Total => $"{Mark(direct)} | {Mark(through)}";

    public string Direct(string scenario) => Mark(direct, scenario);

    public string Through(string scenario) => Mark(through, scenario);

    /// <summary>How many pass of those that pass or fail; what the suite only tells or skips does not count.</summary>
    public static string Mark(IEnumerable<Check> checks, string? scenario = null)
    {
        var here = checks.Where(check => (scenario is null || check.Scenario == scenario) && (check.Passed || check.Failed)).ToArray();
        return $"{here.Count(check => check.Passed)}/{here.Length}";
    }

    private IEnumerable<string> Losses((string Scenario, string Id, string Name) key)
    {
        var before = direct.Where(check => (check.Scenario, check.Id, check.Name) == key).ToArray();
        var after = through.Where(check => (check.Scenario, check.Id, check.Name) == key).ToArray();
        if (after.Count(check => check.Failed) > before.Count(check => check.Failed)) return after.Where(check => check.Failed).Select(check => check.ToString());
        if (after.Count(check => check.Passed) >= before.Count(check => check.Passed)) return [];
        return [$"{key.Scenario}: {key.Name} ({key.Id}) passes {before.Count(check => check.Passed)} times direct, {after.Count(check => check.Passed)} through"];
    }
}
