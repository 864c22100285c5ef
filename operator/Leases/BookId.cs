using System.Security.Cryptography;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>Whose ledgers one object holds: those of a Budget, or those of a policy's limit for one agent, with a count for each key.</summary>
/// <param name="Scope">Tells a Budget from a policy's limit.</param>
/// <param name="Limit">The <see cref="LimitRule.Limit"/>.</param>
/// <param name="Agent">The workload as <c>namespace/kind/name</c>; empty for a Budget.</param>
internal readonly record struct BookId(LimitScope Scope, string Limit, string Agent)
{
    /// <summary>The name of the object that it is kept in: what it is made of may be longer than a name.</summary>
    public string ObjectName => $"aigateway-ledger-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Scope}\n{Limit}\n{Agent}")).AsSpan(0, 16))}";

    public static BookId Of(LimitRule rule, AgentIdentity agent) => new(rule.Scope, rule.Limit, rule.Scope == LimitScope.Budget ? "" : AgentOf(agent));

    public static string AgentOf(AgentIdentity agent) => $"{agent.Namespace}/{agent.WorkloadKind}/{agent.WorkloadName}";
}
