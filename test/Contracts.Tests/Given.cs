namespace AiGateway.Contracts.Tests;

/// <summary>Fixtures: one good value of each, to be varied by <c>with</c>.</summary>
internal static class Given
{
    public static SourceRef Source(string kind = "AgentPolicy", string name = "agents", long generation = 3) =>
        new() { Kind = kind, Namespace = "team", Name = name, Uid = $"uid-{name}", Generation = generation };

    public static AgentIdentity Agent() => new()
    {
        Namespace = "team", ServiceAccount = "default", WorkloadKind = "Deployment", WorkloadName = "agent", Pod = "agent-1", PodUid = "pod-uid-1",
    };

    public static BundleRules Rules() => new()
    {
        Sources = [Source(), Source("Secret", "key", 0) with { ResourceVersion = "41" }],
        Agent = new() { Policies = [new() { Policy = "team/agents", AllowModels = ["fast", "gpt-*"], DenyModels = ["gpt-4"] }] },
        Routes = [new() { Route = "team/fast", Models = ["fast"], Targets = [new() { Provider = "team/openai", Model = "gpt-4.1-mini", Priority = 1 }] }],
        Providers =
        [
            new()
            {
                Provider = "team/openai", Kind = "openai", Dialect = "openai", BaseUrl = "https://api.openai.com/v1", AllowedHosts = ["api.openai.com"],
                KeyHeader = "Authorization", KeyPrefix = "Bearer ", Key = new("sk-test"),
            },
        ],
    };

    public static Bundle Head(BundleRules rules) => new()
    {
        Protocol = Protocol.Version,
        Revision = BundleJson.Revision(BundleJson.WriteRules(rules)),
        Agent = Agent(),
        Positions = [new() { Kind = "AgentPolicy", Seen = 120, Changed = 100 }],
        Rules = BundleJson.EmptyRules,
    };
}
