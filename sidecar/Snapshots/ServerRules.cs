using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What all policies of an agent say of one tool server.</summary>
internal sealed class ServerRules(ImmutableArray<PolicyRule> policies, string server)
{
    private readonly ImmutableArray<string> _fields =
        [.. new[] { "", ".tools.allow", ".resources.allow", ".prompts.allow", ".sampling", ".elicitation", ".roots" }.Select(field => $"mcp[{server}]{field}")];

    public ServerEntries Enforced { get; } = ServerEntries.Of(policies.Where(policy => policy.Mode == PolicyMode.Enforce), server);

    public ServerEntries Audited { get; } = ServerEntries.Of(policies.Where(policy => policy.Mode == PolicyMode.Audit), server);

    /// <summary>Where what is asked for would have to stand to be allowed.</summary>
    public string FieldOf(McpSubject subject) => _fields[(int)subject];
}
