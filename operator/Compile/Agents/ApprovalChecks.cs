using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>The checks of <c>tools.approve</c> and <c>approval</c>, and what the sidecar is told of them. Where a time is wrong the default stands, and the word is asked for all the same.</summary>
internal static class ApprovalChecks
{
    public static IEnumerable<Diagnostic> Check(McpEntry entry)
    {
        var (approve, approval) = (entry.Access.Tools?.Approve ?? [], entry.Access.Approval);
        if (approval is not null && approve.IsEmpty) yield return Refuse($"{entry.Field}.approval", RuleMessages.ApprovalNeedsApprove);
        if (approval?.Wait is { } wait && Seconds(wait) is not (>= 0 and <= ApprovalRule.MaxWaitSeconds))
            yield return Diagnostic.NotAccepted(Reasons.InvalidDuration, $"{entry.Field}.approval.wait", RuleMessages.ApprovalWait);
        if (approval?.Expiry is { } expiry && Seconds(expiry) is not (>= ApprovalRule.MinExpirySeconds and <= ApprovalRule.MaxExpirySeconds))
            yield return Diagnostic.NotAccepted(Reasons.InvalidDuration, $"{entry.Field}.approval.expiry", RuleMessages.ApprovalExpiry);
        foreach (var name in approve)
        {
            if ((entry.Access.Tools?.Deny ?? []).FirstOrDefault(deny => Covers(deny, name)) is { } covering)
                yield return Refuse($"{entry.Field}.tools.approve", $"a tool that is denied is not asked about, and tools.deny has {covering}: remove {name} here, or {covering} there");
        }
    }

    /// <summary>Null where the defaults hold, or the times are not fit.</summary>
    public static ApprovalRule? Read(ApprovalAccess? approval)
    {
        if (approval is not ({ Wait: not null } or { Expiry: not null })) return null;
        var rule = new ApprovalRule
        {
            WaitSeconds = approval.Wait is { } wait ? Seconds(wait) ?? -1 : ApprovalRule.DefaultWaitSeconds,
            ExpirySeconds = approval.Expiry is { } expiry ? Seconds(expiry) ?? -1 : ApprovalRule.DefaultExpirySeconds,
        };
        return ApprovalRule.IsFit(rule) ? rule : null;
    }

    private static int? Seconds(string text) =>
        Duration.TryParse(text, out var time) && time.Ticks % TimeSpan.TicksPerSecond == 0 && time.TotalSeconds <= int.MaxValue ? (int)time.TotalSeconds : null;

    private static bool Covers(string deny, string name) => deny.EndsWith('*')
        ? name.StartsWith(deny[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(deny, name, StringComparison.OrdinalIgnoreCase);

    private static Diagnostic Refuse(string field, string message) => Diagnostic.NotAccepted(Reasons.InvalidMcpAccess, field, message);
}
