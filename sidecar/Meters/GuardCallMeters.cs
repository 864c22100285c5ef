using System.Collections.Concurrent;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Meters;

/// <summary>Counts checks by a call, and what models that judge used for them: never among the tokens of calls. No label that an agent can choose.</summary>
internal sealed class GuardCallMeters
{
    private readonly ConcurrentDictionary<(string Type, string Outcome), Counter> _calls = new();
    private readonly ConcurrentDictionary<(string Type, string Kind, string Tokens), Counter> _tokens = new();

    public void Add(Ruling ruling)
    {
        _calls.GetOrAdd((ruling.Check.Type, ruling.Fault ?? (ruling.Label is null ? "passed" : "found")), static _ => new()).Add(1);
        foreach (var usage in ruling.Usage)
        {
            _tokens.GetOrAdd((ruling.Check.Type, usage.Kind, "input"), static _ => new()).Add(usage.Input);
            _tokens.GetOrAdd((ruling.Check.Type, usage.Kind, "output"), static _ => new()).Add(usage.Output);
        }
    }

    /// <summary>Checks, by how they came out.</summary>
    public Counters Calls => new("aigateway_guard_calls_total", "Checks by a call, by what came of them: passed, found, or a word for why they could not be made.",
        () => _calls.Select(pair => ($"check=\"{pair.Key.Type}\",outcome=\"{pair.Key.Outcome}\"", (double)pair.Value.Value)));

    /// <summary>Tokens of models that judge.</summary>
    public Counters Tokens => new("aigateway_guard_tokens_total", "Tokens of models that judge, which are in no call's own usage.",
        () => _tokens.Select(pair => ($"check=\"{pair.Key.Type}\",gen_ai_provider_name=\"{Exposition.Escape(pair.Key.Kind)}\",gen_ai_token_type=\"{pair.Key.Tokens}\"", (double)pair.Value.Value)));
}
