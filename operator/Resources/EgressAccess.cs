using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>
/// Where agents may connect beside models and tool servers, and how they are held to it. Several policies unite what they allow, a deny in any wins, the
/// highest mode and the narrowest dns hold. A policy with a namespaceSelector may say mode, whenUnenforceable, deny, intercept and dns.
/// </summary>
[CelRule("!has(self.dns) || (has(self.mode) && self.mode == 'Redirected')", RuleMessages.DnsNeedsRedirected)]
[CelRule("!has(self.whenUnenforceable) || self.whenUnenforceable != 'Lower' || (has(self.mode) && self.mode == 'Redirected')", RuleMessages.LowerNeedsRedirected)]
[CelRule("!has(self.trustedRoots) || (has(self.intercept) && self.intercept.size() > 0)", RuleMessages.RootsNeedIntercept)]
public sealed record EgressAccess
{
    /// <summary>
    /// Cooperative asks, by proxies' variables; runs anywhere. Redirected holds: the pod's kernel sends every connection to the sidecar and drops what is none. It takes effect when a pod
    /// starts, and its status is measured in the pod.
    /// </summary>
    public EgressMode Mode { get; init; }

    /// <summary>What becomes of a pod that cannot be redirected (privileged, of the sidecar's user, under Pod Security restricted): Refuse, or Lower, which starts it at a lower level and says so. Defaults to Refuse; read in mode Redirected alone.</summary>
    public WhenUnenforceable WhenUnenforceable { get; init; }

    /// <summary>
    /// Where agents may connect: a host (api.github.com), the hosts below a name (*.pypi.org), or a range of addresses with its ports (10.96.0.0/12:5432, [fd00::/8]:443), each with :port,
    /// :first-last or :*. A host without ports means 443 and 80. A name is dialled where the sidecar resolves it to; a range lets protocols through in which the server speaks first.
    /// </summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = EgressTarget.MaxLength, Pattern = Patterns.EgressTarget)]
    public ImmutableArray<string> Allow { get => field.IsDefault ? [] : field; init; }

    /// <summary>Where they may not, in the same words, whatever any policy allows.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = EgressTarget.MaxLength, Pattern = Patterns.EgressTarget)]
    public ImmutableArray<string> Deny { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// Hosts whose TLS ends in the sidecar at port 443, with a certificate that this pod alone trusts, so that a client that calls them by itself is judged as any other: hosts of known
    /// providers (api.openai.com, *.openai.azure.com) and of this namespace's McpServers whose url is https at that port. Any other host here is denied, and the policy says so.
    /// </summary>
    [Schema(MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 253, Pattern = Patterns.HostPattern)]
    public ImmutableArray<string> Intercept { get => field.IsDefault ? [] : field; init; }

    /// <summary>Which names agents may resolve, in mode Redirected alone.</summary>
    public DnsAccess? Dns { get; init; }

    /// <summary>Roots that agents are to trust beside the public ones and their pod's own, where intercept names a host. Of several policies the first by name has its way.</summary>
    public TrustedRoots? TrustedRoots { get; init; }

    /// <summary>
    /// Generate keeps a NetworkPolicy aigateway-{name of this policy} beside it: a second wall, outside the pod, as far as addresses and ports can say it. It lets through what this policy and
    /// those of its namespace that may select the same pods allow; a name is any address at its ports. Most clusters hold connections to a Service against it by the pods behind: allow their
    /// addresses and ports too.
    /// </summary>
    public NetworkPolicyMode NetworkPolicy { get; init; }
}
