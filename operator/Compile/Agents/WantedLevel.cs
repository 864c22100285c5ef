using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>How the policies that select a pod want its agent to be held: the highest that any of them asks for, auditing ones and those of the platform too.</summary>
internal sealed record WantedLevel
{
    public static readonly WantedLevel None = new();

    /// <summary>The highest mode that is asked for.</summary>
    public EgressMode Mode { get; init; }

    /// <summary>Refuse where any policy that asks for <see cref="Mode"/> refuses.</summary>
    public WhenUnenforceable WhenUnenforceable { get; init; }

    /// <summary>Which policy asks for it, as <c>namespace/name</c>, one that refuses before one that does not; null where none speaks of egress.</summary>
    public string? AskedBy { get; init; }

    /// <summary>What the policies want, in whatever order they come.</summary>
    public static WantedLevel Of(IEnumerable<CompiledPolicy> selected)
    {
        var asking = selected.Where(policy => policy.Egress is not null)
            .OrderByDescending(policy => policy.Egress!.Mode)
            .ThenBy(policy => policy.Egress!.WhenUnenforceable)
            .ThenBy(policy => policy.Rule.Policy, StringComparer.Ordinal)
            .FirstOrDefault();
        return asking is null ? None : new() { Mode = asking.Egress!.Mode, WhenUnenforceable = asking.Egress.WhenUnenforceable, AskedBy = asking.Rule.Policy };
    }
}
