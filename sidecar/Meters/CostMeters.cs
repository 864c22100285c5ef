using System.Collections.Concurrent;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Prices;

namespace AiGateway.Sidecar.Meters;

/// <summary>Counts what calls cost, by provider and model, and those of which it is not known. No label that an agent can choose freely.</summary>
internal sealed class CostMeters
{
    private const int MaxSeries = 500;
    private const string Judge = "judge";
    private const decimal NanosPerUsd = 1_000_000_000m;

    private readonly ConcurrentDictionary<(string Kind, string Model, bool Estimated), Counter> _nanos = new();
    private readonly ConcurrentDictionary<(string Kind, string Model), Counter> _unpriced = new();

    /// <summary>US dollars, by reported and estimated usage apart.</summary>
    public Counters Cost => new("aigateway_cost_usd_total", "What calls cost in US dollars, those of models that judge too, by whether it is estimated.",
        () => _nanos.Select(pair => ($"{LabelsOf(pair.Key.Kind, pair.Key.Model)},estimated=\"{(pair.Key.Estimated ? "true" : "false")}\"", (double)(pair.Value.Value / NanosPerUsd))));

    /// <summary>Calls in no sum.</summary>
    public Counters Unpriced => new("aigateway_unpriced_calls_total", "Calls that used something for which no price is known: aigateway_cost_usd_total does not have them.",
        () => _unpriced.Select(pair => (LabelsOf(pair.Key.Kind, pair.Key.Model), (double)pair.Value.Value)));

    /// <summary>Counts a call.</summary>
    /// <param name="kind">The provider's kind.</param>
    /// <param name="model">A name that a route spells, or another word from a bounded set.</param>
    /// <param name="cost">What it cost.</param>
    public void Add(string kind, string model, in Cost cost)
    {
        if (cost.IsUnpriced) _unpriced.GetOrAdd(_unpriced.Count < MaxSeries ? (kind, model) : (kind, "other"), static _ => new()).Add(1);
        else if (cost.Nanos > 0) Add(kind, model, cost.IsEstimated, cost.Nanos);
    }

    /// <summary>Counts what a model that judges used.</summary>
    public void Add(GuardUsage usage)
    {
        if (usage.IsUnpriced) _unpriced.GetOrAdd((usage.Kind, Judge), static _ => new()).Add(1);
        else if (usage.CostNanos > 0) Add(usage.Kind, Judge, usage.IsCostEstimated, usage.CostNanos);
    }

    private void Add(string kind, string model, bool isEstimated, long nanos) =>
        _nanos.GetOrAdd(_nanos.Count < MaxSeries ? (kind, model, isEstimated) : (kind, "other", isEstimated), static _ => new()).Add(nanos);

    private static string LabelsOf(string kind, string model) => $"gen_ai_provider_name=\"{Exposition.Escape(kind)}\",gen_ai_request_model=\"{Exposition.Escape(model)}\"";
}
