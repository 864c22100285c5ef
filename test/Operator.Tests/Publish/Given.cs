using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

/// <summary>Fixtures of the stream, each with what a test wants different.</summary>
internal static class Given
{
    public static AgentIdentity Agent(string pod, string @namespace = "team") => new()
    {
        Namespace = @namespace, ServiceAccount = "default", WorkloadKind = "Deployment", WorkloadName = "agent", Pod = pod, PodUid = "uid-" + pod,
    };

    public static SourceRef Policy(long generation = 1, string uid = "uid-policy") => new()
    {
        Kind = "AgentPolicy", Namespace = "team", Name = "policy", Uid = uid, Generation = generation,
    };

    public static SharedRules Rules(string allow = "fast", long generation = 1, PolicyMode mode = PolicyMode.Enforce, string? unfit = null)
    {
        var rules = new BundleRules
        {
            Sources = [Policy(generation)],
            Agent = new AgentRule
            {
                Policies = [new PolicyRule { Policy = "team/policy", Mode = mode, Unfit = unfit, AllowModels = [allow], DenyModels = [] }],
            },
            Routes = [],
            Providers = [],
        };
        var bytes = BundleJson.WriteRules(rules);
        return new SharedRules
        {
            Revision = BundleJson.Revision(bytes),
            Bytes = bytes,
            Sources = rules.Sources,
            Requires = mode == PolicyMode.Audit && unfit is null ? [Features.AuditMode] : [],
            Narrow = features => Rules(allow, generation, mode, unfit: "the sidecar lacks " + Features.AuditMode),
        };
    }

    public static PodBundle Bundle(string pod, SharedRules? rules = null, ulong seen = 100, ulong changed = 100) => new()
    {
        Agent = Agent(pod), Positions = Positions(seen, changed), Rules = rules ?? Rules(),
    };

    public static ImmutableArray<SourcePosition> Positions(ulong seen, ulong changed) =>
        [new SourcePosition { Kind = "AgentPolicy", Seen = seen, Changed = changed }];

    public static TokenIdentity Token(string pod, DateTimeOffset? expires = null) => new()
    {
        Namespace = "team", ServiceAccount = "default", Pod = pod, PodUid = "uid-" + pod, Expires = expires,
    };

    public static InForce InForce(SharedRules rules, ulong seen = 100, ulong changed = 100) => new()
    {
        Revision = rules.Revision, Sources = rules.Sources, Positions = Positions(seen, changed),
    };
}
