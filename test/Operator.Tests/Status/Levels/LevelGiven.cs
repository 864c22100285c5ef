using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status.Levels;

/// <summary>
/// One policy over pods that are said in a line, as <c>a:redirected b:bare</c>: what each pod is, and what its sidecar says of it. A name of one letter is the pod's.
/// </summary>
internal sealed record LevelGiven
{
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(29);

    /// <summary>What the policy says, as <c>Redirected Refuse</c>; <c>-</c> for a policy without egress.</summary>
    public required string Policy { get; init; }

    public required string Pods { get; init; }

    public AgentPolicyStatus Status => StatusGiven.Status(Turn, [.. Words.Select(word => Sidecar(word.Name, word.Is)).OfType<SidecarState>()]);

    public Turn Turn => StatusGiven.Turn(policy => policy with { Spec = policy.Spec with { Egress = Egress } }, [.. Words.Select(word => Pod(word.Name, word.Is))]);

    private EgressAccess? Egress => Policy == "-"
        ? null
        : new() { Mode = Enum.Parse<EgressMode>(Policy.Split(' ')[0]), WhenUnenforceable = Enum.Parse<WhenUnenforceable>(Policy.Split(' ')[1]) };

    private IEnumerable<(string Name, string Is)> Words => Pods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (word.Split(':')[0], word.Split(':')[1]));

    private static Pod Pod(string name, string what)
    {
        var pod = StatusGiven.Pod(name, age: what.StartsWith("young", StringComparison.Ordinal) ? Young : null, injected: what != "bare");
        return what switch
        {
            "ending" => pod with { Metadata = pod.Metadata with { DeletionTimestamp = StatusGiven.Now } },
            "lowered" => Annotate(pod, "aigateway.dev/egress", "Cooperative: privileged: Container 'x' is privileged."),
            "failed" => Annotate(pod, "aigateway.dev/egress", "Redirected"),
            "forged" => Annotate(Annotate(pod, "aigateway.dev/enforcement", "Redirected"), "aigateway.dev/egress", "Redirected"),
            _ => pod,
        };
    }

    private static SidecarState? Sidecar(string name, string what)
    {
        var sidecar = StatusGiven.Sidecar(name);
        return what switch
        {
            "redirected" or "young-redirected" => Measured(sidecar, EnforcementLevel.Redirected),
            "cooperative" or "lowered" or "failed" or "young-cooperative" => Measured(sidecar, EnforcementLevel.Cooperative),
            "seen-foreign" => Measured(sidecar, EnforcementLevel.Cooperative, "a process of the sidecar's user is not the sidecar"),
            "lost-redirected" => Measured(sidecar, EnforcementLevel.Redirected) with { Gone = StatusGiven.Now },
            "reconnected" => sidecar with { Since = StatusGiven.Now - Young },
            "outdated" => sidecar with { Features = [.. Features.All.Remove(Features.Egress)] },
            "unknown-level" => Measured(sidecar, (EnforcementLevel)99),
            "babbling" => Measured(sidecar, EnforcementLevel.Cooperative, "one\ntwo" + new string('x', 5000)),
            "away" or "bare" or "young-away" => null,
            _ => sidecar,
        };
    }

    private static SidecarState Measured(SidecarState sidecar, EnforcementLevel level, string? reason = null) => sidecar with { Enforcement = new() { Level = level, Reason = reason } };

    private static Pod Annotate(Pod pod, string key, string value) => pod with { Metadata = pod.Metadata with { Annotations = pod.Metadata.Annotations.SetItem(key, value) } };
}
