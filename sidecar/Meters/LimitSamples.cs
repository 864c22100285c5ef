using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Limits;

namespace AiGateway.Sidecar.Meters;

/// <summary>The limits' totals for the metrics page: by limit and never by key, since who the end users are is nobody's matter there.</summary>
internal static class LimitSamples
{
    public static IEnumerable<(string Labels, double Value)> Reached(LimitLedger ledger)
    {
        foreach (var state in ledger.States)
        {
            if (state.Refused > 0) yield return (Labels(state) + ",mode=\"enforce\"", state.Refused);
            if (state.Reached > state.Refused) yield return (Labels(state) + ",mode=\"audit\"", state.Reached - state.Refused);
        }
    }

    public static IEnumerable<(string Labels, double Value)> Used(LimitLedger ledger)
    {
        foreach (var state in ledger.States)
        {
            if (state.Rule.Unit != LimitUnit.ConcurrentCalls) yield return ($"{Labels(state)},unit=\"{Exposition.Escape(WordOf(state.Rule.Unit))}\"", state.Counts.Sum(count => (double)count.Used));
        }
    }

    private static string Labels(LimitState state) => $"limit=\"{Exposition.Escape(state.Rule.Limit)}\",scope=\"{ScopeOf(state.Rule.Scope)}\"";

    private static string ScopeOf(LimitScope scope) => scope switch
    {
        LimitScope.Agent => "agent",
        LimitScope.Budget => "budget",
        _ => "pod",
    };

    private static string WordOf(LimitUnit unit) => unit switch
    {
        LimitUnit.Requests => "requests",
        LimitUnit.InputTokens => "input_tokens",
        LimitUnit.OutputTokens => "output_tokens",
        LimitUnit.TotalTokens => "total_tokens",
        LimitUnit.Usd => "usd_nanos",
        _ => "calls",
    };
}
