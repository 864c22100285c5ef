using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Bundles as an operator would send them, each a small variation of one that is good.</summary>
internal static class GivenBundle
{
    public const string Key = "sk-the-real-key";

    public static ProviderRef Provider(Func<ProviderRef, ProviderRef>? vary = null)
    {
        var provider = new ProviderRef
        {
            Provider = "team/openai",
            Kind = "openai",
            Dialect = "openai",
            BaseUrl = "https://api.openai.com/v1",
            AllowedHosts = ["api.openai.com"],
            KeyHeader = "Authorization",
            KeyPrefix = "Bearer ",
            Key = new SecretText(Key),
        };
        return vary?.Invoke(provider) ?? provider;
    }

    public static McpServerRule Server(Func<McpServerRule, McpServerRule>? vary = null)
    {
        var server = new McpServerRule
        {
            Name = "github",
            Account = Provider(account => account with { Provider = "team/github", Kind = Dialects.Mcp, Dialect = Dialects.Mcp, BaseUrl = "https://mcp.example.com/mcp", AllowedHosts = ["mcp.example.com"] }),
        };
        return vary?.Invoke(server) ?? server;
    }

    public static RouteRule Route(Func<RouteRule, RouteRule>? vary = null)
    {
        var route = new RouteRule { Route = "team/fast", Models = ["fast"], Targets = [new TargetRule { Provider = "team/openai", Model = "gpt-5" }] };
        return vary?.Invoke(route) ?? route;
    }

    public static BundleRules Rules(Func<BundleRules, BundleRules>? vary = null)
    {
        var rules = new BundleRules
        {
            Sources = [Source("AgentPolicy", "policy-uid", generation: 3)],
            Agent = new AgentRule { Policies = [new PolicyRule { Policy = "team/agents", AllowModels = ["*"], DenyModels = [] }] },
            Routes = [Route()],
            Providers = [Provider()],
        };
        return vary?.Invoke(rules) ?? rules;
    }

    public static SourceRef Source(string kind, string uid, long generation) =>
        new() { Kind = kind, Namespace = "team", Name = "agents", Uid = uid, Generation = generation };

    public static SourcePosition At(string kind, ulong seen, ulong changed) => new() { Kind = kind, Seen = seen, Changed = changed };

    public static Bundle With(Func<BundleRules, BundleRules>? vary = null, params ImmutableArray<SourcePosition> positions) =>
        Raw(BundleJson.WriteRules(Rules(vary)), positions);

    /// <summary>A bundle whose head is right for whatever the rules are.</summary>
    public static Bundle Raw(byte[] rules, params ImmutableArray<SourcePosition> positions) => new()
    {
        Protocol = Protocol.Version,
        Revision = BundleJson.Revision(rules),
        Agent = new AgentIdentity
        {
            Namespace = "team", ServiceAccount = "agent", WorkloadKind = "Deployment", WorkloadName = "agent", Pod = "agent-1", PodUid = "pod-uid",
        },
        Positions = positions.IsDefaultOrEmpty ? [At("AgentPolicy", 10, 10)] : positions,
        Rules = JsonDocument.Parse(rules).RootElement,
    };

    /// <summary>The line as an operator writes it: the head, the rules' own bytes, the tail.</summary>
    public static byte[] Line(Bundle bundle) =>
        [.. BundleJson.WriteBundleHead(bundle), .. BundleJson.RawRules(bundle), .. BundleJson.BundleTail, (byte)'\n'];
}
