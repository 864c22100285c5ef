using System.Collections.Concurrent;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Meters;

/// <summary>Counts what guardrails found, for the metrics page. No label that an agent can choose: guardrails, types, labels and places are the rules' own words.</summary>
internal sealed class GuardMeters
{
    private const int MaxSeries = 1000;
    private const string Other = "other";

    private readonly ConcurrentDictionary<GuardSeriesKey, Counter> _findings = new();

    /// <summary>Counts the findings of a call that has ended.</summary>
    public void Add(CallRecord record)
    {
        foreach (var finding in record.Plan?.Guard?.Findings ?? []) Count(KeyOf(finding), finding.Count);
    }

    /// <summary>Findings, by check and place, and by what was done: what a shadow found is <c>shadow</c>.</summary>
    public Counters Findings => new("aigateway_guard_findings_total", "What guardrails found, by check and place, and what was done about it.",
        () => _findings.Select(pair => (LabelsOf(pair.Key), (double)pair.Value.Value)));

    private static GuardSeriesKey KeyOf(Finding finding) =>
        new(finding.Check.Guardrail, finding.Check.Type, finding.Label, CallWords.Of(finding.Place), finding.Check.IsShadow ? "shadow" : CallWords.ActionOf(finding));

    /// <summary>Guardrails come and go with the rules; what passes the bound is counted without their names.</summary>
    private void Count(in GuardSeriesKey key, int count)
    {
        if (!_findings.TryGetValue(key, out var counter))
            counter = _findings.GetOrAdd(_findings.Count < MaxSeries ? key : key with { Guardrail = Other, Label = Other }, static _ => new());
        counter.Add(count);
    }

    private static string LabelsOf(in GuardSeriesKey key) =>
        $"guardrail=\"{Exposition.Escape(key.Guardrail)}\",type=\"{key.Type}\",label=\"{Exposition.Escape(key.Label)}\",place=\"{key.Place}\",action=\"{key.Action}\"";
}
