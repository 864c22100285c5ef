using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The selection and the rules.</summary>
[CelRule(
    "!has(self.namespaceSelector) || ((!has(self.models) || !has(self.models.allow) || self.models.allow.size() == 0)"
        + " && (!has(self.hostedTools) || !has(self.hostedTools.allow) || self.hostedTools.allow.size() == 0)"
        + " && (!has(self.endpoints) || !has(self.endpoints.allow) || self.endpoints.allow.size() == 0)"
        + " && (!has(self.egress) || !has(self.egress.allow) || self.egress.allow.size() == 0)"
        + " && (!has(self.mcp) || self.mcp.all(entry, (!has(entry.tools) || !has(entry.tools.allow) || entry.tools.allow.size() == 0)"
        + " && (!has(entry.tools) || !has(entry.tools.quarantine) || entry.tools.quarantine.size() == 0)"
        + " && (!has(entry.resources) || !has(entry.resources.allow) || entry.resources.allow.size() == 0)"
        + " && (!has(entry.prompts) || !has(entry.prompts.allow) || entry.prompts.allow.size() == 0)"
        + " && !(has(entry.sampling) && entry.sampling == 'Allow') && !(has(entry.elicitation) && entry.elicitation == 'Allow')"
        + " && !(has(entry.roots) && entry.roots == 'Allow'))))",
    RuleMessages.CeilingAllows)]
[CelRule("!has(self.namespaceSelector) || !has(self.egress) || !has(self.egress.trustedRoots)", RuleMessages.CeilingRoots)]
[CelRule("!has(self.namespaceSelector) || !has(self.egress) || !has(self.egress.networkPolicy) || self.egress.networkPolicy != 'Generate'", RuleMessages.CeilingNetworkPolicy)]
[CelRule("!has(self.mode) || self.mode != 'Audit' || !has(self.egress) || !has(self.egress.networkPolicy) || self.egress.networkPolicy != 'Generate'", RuleMessages.AuditNetworkPolicy)]
public sealed record AgentPolicySpec
{
    /// <summary>The pods of this namespace that the policy is for; empty selects all.</summary>
    public required LabelSelector PodSelector { get; init; }

    /// <summary>Enforce carries denials out; Audit records them and lets the call pass, and never widens an enforcing policy.</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>Stops all calls of the selected pods, open streams too. It does not switch the policy off.</summary>
    public bool Suspended { get; init; }

    /// <summary>Which models may be called.</summary>
    public ModelAccess? Models { get; init; }

    /// <summary>Which tools a provider may run itself.</summary>
    public HostedToolAccess? HostedTools { get; init; }

    /// <summary>Which endpoints may be called that keep something at the provider, or that the gateway does not know.</summary>
    public EndpointAccess? Endpoints { get; init; }

    /// <summary>Which tool servers may be called by MCP, and what may be asked of each.</summary>
    [Schema(MaxItems = 64, ListType = "atomic")]
    public ImmutableArray<McpAccess> Mcp { get => field.IsDefault ? [] : field; init; }

    /// <summary>Where agents may connect beside models and tool servers, and how they are held to it.</summary>
    public EgressAccess? Egress { get; init; }

    /// <summary>
    /// Names of Guardrails of this namespace, which look at every call of the selected pods. Those of all policies and of the route apply; in mode Audit they only record. One that is
    /// missing or not usable denies every call.
    /// </summary>
    [Schema(MaxItems = 32, ListType = "set", MinLength = 1, MaxLength = 253, Pattern = Patterns.ObjectName)]
    public ImmutableArray<string> Guardrails { get => field.IsDefault ? [] : field; init; }

    /// <summary>What each selected agent may use in a window of time. Those of all policies apply, each by itself; in mode Audit they only record.</summary>
    [Schema(MaxItems = 32, ListType = "map", ListMapKeys = ["name"])]
    public ImmutableArray<AgentLimit> Limits { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// In the operator's own namespace alone: the policy is then the platform's, for the selected pods of the namespaces with these labels. It denies, limits, suspends and guards there,
    /// and allows nothing; an empty selector selects all namespaces.
    /// </summary>
    public LabelSelector? NamespaceSelector { get; init; }
}
