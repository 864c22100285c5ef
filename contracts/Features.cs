using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Contracts;

/// <summary>
/// The names of what a sidecar can carry out beyond the base (allow, deny, suspend, one provider by key). A sidecar names them in its
/// <see cref="Hello"/>; a rule that needs one it did not name reaches it as a denial, so that nothing is ignored. Names are never reused.
/// </summary>
public static class Features
{
    /// <summary><see cref="PolicyRule.Mode"/> Audit.</summary>
    public const string AuditMode = "policy.audit";

    /// <summary>More than one target in a route, tried in order.</summary>
    public const string Failover = "route.failover";

    /// <summary><see cref="ProviderRef.CaBundle"/> and <see cref="ProviderRef.ServerName"/>.</summary>
    public const string ProviderTls = "provider.tls";

    /// <summary>The retries, timeouts, breaker, fallback, weights and stickiness of a <see cref="RouteRule"/>, and what it leaves out.</summary>
    public const string Resilience = "route.resilience";

    /// <summary><see cref="TargetRule.When"/>.</summary>
    public const string When = "route.when";

    /// <summary><see cref="ParametersRule"/>.</summary>
    public const string Parameters = "route.parameters";

    /// <summary>Hosted tools and endpoints in a <see cref="PolicyRule"/>.</summary>
    public const string Hosted = "policy.hosted";

    /// <summary><see cref="PolicyRule.Ceiling"/>.</summary>
    public const string Ceiling = "policy.ceiling";

    /// <summary><see cref="ProviderRef.Unauthenticated"/> and <see cref="ProviderRef.KeyExpiresAt"/>.</summary>
    public const string ProviderKeys = "provider.keys";

    /// <summary><see cref="BundleRules.McpServers"/> and <see cref="PolicyRule.Mcp"/>.</summary>
    public const string Mcp = "mcp";

    /// <summary><see cref="PolicyRule.Egress"/>.</summary>
    public const string Egress = "egress";

    /// <summary><see cref="BundleRules.Guardrails"/>, and the names of them in policies and routes.</summary>
    public const string Guardrails = "guardrails";

    /// <summary><see cref="ProviderRef.Prices"/> and <see cref="ProviderRef.DearestPrice"/>. Nothing is denied without it: what calls cost is then not told.</summary>
    public const string Prices = "prices";

    /// <summary><see cref="PolicyRule.Limits"/> and <see cref="BundleRules.Budgets"/>.</summary>
    public const string Limits = "limits";

    /// <summary><see cref="AgentRule.Hold"/>, and <see cref="McpRule.QuarantineTools"/>.</summary>
    public const string Holds = "holds";

    /// <summary><see cref="McpRule.ApproveTools"/>.</summary>
    public const string Approvals = "approvals";

    /// <summary>A provider of this dialect: with <see cref="Dialects.OpenAi"/> the base, each other is a feature.</summary>
    public static string OfDialect(string dialect) => "dialect." + dialect;

    /// <summary>A check of this type, a constant of <see cref="CheckTypes"/>.</summary>
    public static string OfCheck(string type) => "guardrail." + type;

    /// <summary>Everything that this version can carry out.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        AuditMode, Failover, ProviderTls, Resilience, When, Parameters, Hosted, Ceiling, ProviderKeys, Mcp, Egress, Guardrails, Limits, Holds, Approvals, Prices,
        .. Dialects.All.Where(dialect => dialect != Dialects.OpenAi).Select(OfDialect),
        .. CheckTypes.All.Select(OfCheck),
    ];
}
