using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Compile.Agents;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Status;

/// <summary>How an Agent is held, in one word for the print column and in a sentence for who asks why.</summary>
internal static class HeldCondition
{
    /// <summary>Null where nothing holds it.</summary>
    public static string? WordOf(Hold? hold) => hold switch
    {
        null => null,
        { Rule.SuspendedBy: not null } => StatusReasons.Suspended,
        _ => hold.Rule.Quarantine.ToString(),
    };

    public static IEnumerable<Condition> Write(ResourceReport report)
    {
        if (report.Resource.Kind != nameof(Agent)) yield break;
        yield return report.Hold switch
        {
            null => ConditionWriter.Make(HeldAgents.Condition, "False", StatusReasons.Free, "nothing holds the agent"),
            { Rule: { SuspendedBy: { } by } rule } => ConditionWriter.Make(HeldAgents.Condition, "True", StatusReasons.Suspended, $"suspended by {by}{Why(rule)}"),
            { Rule: var rule } => ConditionWriter.Make(HeldAgents.Condition, "True", StatusReasons.Quarantined, $"in quarantine ({rule.Quarantine}) by {rule.QuarantinedBy}{Why(rule)}"),
        };
    }

    private static string Why(HoldRule rule) => rule.Reason is { } reason ? $": {reason}" : "";
}
