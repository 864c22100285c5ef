using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Status.Levels;

namespace AiGateway.Operator.Status;

/// <summary>
/// Diagnostics and a tally become conditions. True is good for all but <c>Reconciling</c> and <c>Stalled</c>, which stand only while they are
/// true, as kstatus reads them. Pure; a condition whose status stays keeps its time.
/// </summary>
internal static class ConditionWriter
{
    public static CommonStatus Write(ResourceReport report, SidecarTally tally, CommonStatus? before, DateTimeOffset now)
    {
        CommonStatus status = report.Resource.Kind switch
        {
            nameof(Agent) => new AgentStatus { Held = HeldCondition.WordOf(report.Hold) },
            nameof(AgentPolicy) => new AgentPolicyStatus { Enforcement = tally.Levels?.Counts },
            nameof(ProviderCredential) => new ProviderCredentialStatus { UsedBy = report.UsedBy ?? 0, SecretResourceVersion = report.SecretResourceVersion },
            nameof(McpServer) => new McpServerStatus { SecretResourceVersion = report.SecretResourceVersion },
            nameof(Guardrail) => new GuardrailStatus { UsedBy = report.UsedBy ?? 0, SecretResourceVersion = report.SecretResourceVersion },
            nameof(Budget) => new BudgetStatus { Agents = report.UsedBy ?? 0 },
            _ => new CommonStatus(),
        };
        return status with
        {
            ObservedGeneration = report.Resource.Generation,
            Conditions = [.. Stamp(Judge(report, tally).Concat(HeldCondition.Write(report)).Concat(PriceCondition.Write(report)), report.Resource, before, now)],
            Sidecars = tally.Counts,
        };
    }

    /// <summary>The conditions with their generation and time.</summary>
    public static IEnumerable<Condition> Stamp(IEnumerable<Condition> conditions, SourceRef resource, CommonStatus? before, DateTimeOffset now) =>
        conditions.Select(condition => condition with { ObservedGeneration = resource.Generation, LastTransitionTime = TimeOf(condition, before, now) });

    private static IEnumerable<Condition> Judge(ResourceReport report, SidecarTally tally)
    {
        ImmutableArray<Condition> parts = [Of(report, "Accepted"), Of(report, "ResolvedRefs"), Programmed(tally)];
        if (tally.Levels is { } levels) parts = parts.Add(LevelCondition.Write(levels));
        var worst = parts.FirstOrDefault(condition => condition.Status != "True" && (condition.Type != LevelCondition.Type || tally.Levels is { IsDemanded: true }));
        return worst is null
            ? parts.Add(Make("Ready", "True", "Ready", $"in force at {tally.Counts.Summary} sidecars"))
            : parts.Add(worst with { Type = "Ready", Status = IsUnderWay(worst, tally) ? "Unknown" : "False" })
                .Add(Make(worst.Reason == StatusReasons.Pending ? "Reconciling" : "Stalled", "True", worst.Reason, worst.Message));
    }

    /// <summary>Only answers are outstanding, from sidecars that are there.</summary>
    private static bool IsUnderWay(Condition worst, SidecarTally tally) => worst.Reason == StatusReasons.Pending && tally.Disconnected.IsEmpty;

    private static Condition Of(ResourceReport report, string type)
    {
        var found = report.Diagnostics.Where(diagnostic => diagnostic.Condition == type).ToList();
        return found.Count == 0
            ? Make(type, "True", type, type == "Accepted" ? "the spec is valid" : "every reference was found and may be used")
            : Make(type, "False", found[0].Reason, string.Join("; ", found.Select(diagnostic => $"{diagnostic.Field}: {diagnostic.Message}")));
    }

    private static Condition Programmed(SidecarTally tally)
    {
        var reason = (tally.Refused.IsEmpty, tally.Outdated.IsEmpty, tally.Waiting.IsEmpty && tally.Disconnected.IsEmpty, tally.Bare.IsEmpty) switch
        {
            (false, _, _, _) => StatusReasons.BundleRefused,
            (_, false, _, _) => StatusReasons.SidecarOutdated,
            (_, _, false, _) => StatusReasons.Pending,
            (_, _, _, false) => StatusReasons.NoSidecar,
            _ => null,
        };
        return reason is null
            ? Make("Programmed", "True", "Programmed", $"{tally.Counts.Summary} sidecars have acknowledged this generation")
            : Make("Programmed", "False", reason, $"{tally.Counts.Summary}: {string.Join("; ", Sentences(tally))}");
    }

    private static IEnumerable<string> Sentences(SidecarTally tally)
    {
        if (!tally.Refused.IsEmpty) yield return $"refused by {PodNames.List(tally.Refused, one => one.Pod, one => $" ({one.Nack.Reason}: {one.Nack.Message})")}";
        if (!tally.Outdated.IsEmpty) yield return $"too old, restart to get a current sidecar: {PodNames.List(tally.Outdated)}";
        if (!tally.Disconnected.IsEmpty) yield return $"waiting for {PodNames.List(tally.Disconnected, _ => " (disconnected)")}";
        if (!tally.Waiting.IsEmpty) yield return $"waiting for an answer of {PodNames.List(tally.Waiting)}";
        if (!tally.Bare.IsEmpty) yield return $"without a sidecar, restart with the label {Group.InjectLabel}=enabled: {PodNames.List(tally.Bare)}";
    }

    /// <summary>A condition without its generation and time; what it says is bounded.</summary>
    public static Condition Make(string type, string status, string reason, string message) => new()
    {
        Type = type, Status = status, Reason = reason, Message = Utf8Text.Cut(message, 4096) ?? "",
    };

    private static DateTimeOffset TimeOf(Condition condition, CommonStatus? before, DateTimeOffset now)
    {
        var last = before?.Conditions.FirstOrDefault(old => old.Type == condition.Type);
        return last is { LastTransitionTime: { } time } && last.Status == condition.Status
            ? time
            : new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }
}
