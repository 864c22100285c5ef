using System.Collections.Concurrent;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Meters;

/// <summary>Counts calls for the metrics page. No lock on the way of a call, and no label that an agent can choose freely.</summary>
internal sealed class CallMeters(TimeProvider clock)
{
    private const int MaxSeries = 500;

    private readonly ConcurrentDictionary<SeriesKey, CallSeries> _series = new();
    private readonly ConcurrentDictionary<(string Decision, string Reason), Counter> _calls = new();

    public IEnumerable<KeyValuePair<SeriesKey, CallSeries>> Series => _series;

    public IEnumerable<KeyValuePair<(string Decision, string Reason), Counter>> Calls => _calls;

    /// <summary>What calls cost.</summary>
    public CostMeters Costs { get; } = new();

    /// <summary>Counts a call that has ended.</summary>
    public void Add(CallRecord record)
    {
        var reason = record.Refusal is { } refusal ? CallWords.Of(refusal.Reason) : "";
        _calls.GetOrAdd((CallWords.DecisionOf(record.Refusal), reason), static _ => new()).Add(1);

        var key = KeyOf(record, reason);
        Costs.Add(key.Provider, key.Model, record.Reply.Earlier.Count == 0 ? record.Cost : CallCosts.OfLast(record));
        foreach (var tried in record.Reply.Earlier) Costs.Add(tried.Target.Provider.Kind, key.Model, CallCosts.Of(tried.Target, record.Call?.Model, tried.Usage));
        foreach (var judged in record.Plan?.Guard?.Usage ?? []) Costs.Add(judged);
        var series = SeriesOf(key);
        series.Duration.Observe(MicrosecondsTo(record, record.EndedAt));
        if (record.Reply.FirstByteAt != 0) series.FirstByte.Observe(MicrosecondsTo(record, record.Reply.FirstByteAt));
        var usage = record.Reply.TotalUsage;
        if (usage.Source == UsageSource.None) return;

        series.InputTokens.Observe(usage.Input);
        series.OutputTokens.Observe(usage.Output);
    }

    private static SeriesKey KeyOf(CallRecord record, string reason)
    {
        var error = reason.Length == 0 && record.Status >= 400 ? "provider_error" : reason;
        return new(
            CallWords.Of(record.Call?.Operation ?? Operation.Unknown),
            record.Reply.Target?.Provider.Kind ?? "",
            record.Plan is { } plan && plan.Permit.Call.Model is { } model ? KnownName(plan, model) : "",
            error);
    }

    private static string KnownName(Plan plan, string model)
    {
        var at = plan.Route.Models.IndexOf(model);
        return at < 0 ? "other" : plan.Route.Models[at];
    }

    /// <summary>Names come and go with the rules; what passes the bound is counted without its name.</summary>
    private CallSeries SeriesOf(SeriesKey key)
    {
        if (_series.TryGetValue(key, out var series)) return series;
        if (_series.Count >= MaxSeries) key = key with { Model = "other" };
        return _series.GetOrAdd(key, static _ => new());
    }

    private long MicrosecondsTo(CallRecord record, long timestamp) =>
        (long)clock.GetElapsedTime(record.StartedAt, timestamp).TotalMicroseconds;
}
