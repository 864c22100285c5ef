using System.Collections.Immutable;

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

    /// <summary>Everything that this version can carry out.</summary>
    public static ImmutableArray<string> All { get; } = [AuditMode, Failover, ProviderTls];
}
