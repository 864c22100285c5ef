using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>
/// The checks of one snapshot, each guardrail's made once however many plans name it: their tables of patterns are the largest thing that a snapshot holds, and fill as calls walk them.
/// Guardrails are told apart by name, as in a bundle. Used while a snapshot is built, by one thread.
/// </summary>
internal sealed class CheckSets
{
    private readonly Dictionary<string, CheckSet> _made = new(StringComparer.Ordinal);

    /// <summary>The checks of the guardrail, in the shadow where it only audits. All calls for one snapshot give the same context, but for whom it is.</summary>
    public CheckSet Of(GuardrailRule rule, bool auditOnly, CheckContext context)
    {
        var key = $"{(auditOnly ? 'a' : 'e')}{(context.IsForServers && GuardBuilder.TellsServersApart(rule) ? 's' : 'm')} {rule.Guardrail}";
        if (_made.TryGetValue(key, out var known)) return known;
        var made = GuardBuilder.SetOf(rule, auditOnly, context);
        _made.Add(key, made);
        return made;
    }
}
