using System.Net;
using AiGateway.Contracts;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>Whether a workload reaches models around the gateway: by what a pod without a sidecar is made of, or by where one with a sidecar was let to connect.</summary>
internal static class ShadowStatus
{
    /// <summary>How long a connection to a known host is held against an agent.</summary>
    private static readonly TimeSpan s_memory = TimeSpan.FromDays(7);

    public static AgentStatus AddTo(AgentStatus status, WorkloadPods pods, DateTimeOffset now)
    {
        if (pods.Sign is { } sign) return status with { Shadow = new() { Reason = sign.Reason, Message = sign.What } };
        var host = status.Used.Where(use => use is { Kind: UsedKind.Outside, Used: > 0 } && now - use.At < s_memory).OrderByDescending(use => use.At).Select(KnownHostOf).FirstOrDefault(name => name is not null);
        return host is null ? status : status with { Shadow = new() { Reason = "KnownHost", Message = host } };
    }

    private static string? KnownHostOf(AgentUse use)
    {
        var name = use.Name[..Math.Max(0, use.Name.LastIndexOf(':'))];
        return !IPAddress.TryParse(name.Trim('[', ']'), out _) && KnownHosts.Find(name) is not null ? name : null;
    }
}
