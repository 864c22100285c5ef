using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>How a human's word is asked for. Where several entries ask for the same call, the shortest times count.</summary>
[CelRule("!has(self.wait) || (duration(self.wait) >= duration('0s') && duration(self.wait) <= duration('10m'))", RuleMessages.ApprovalWait)]
[CelRule("!has(self.expiry) || (duration(self.expiry) >= duration('10s') && duration(self.expiry) <= duration('168h'))", RuleMessages.ApprovalExpiry)]
public sealed record ApprovalAccess
{
    /// <summary>How long the open call waits before it is answered that the same call may be made again; 0s answers at once. At most 10m; defaults to 20s.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Window)]
    public string? Wait { get; init; }

    /// <summary>How long the ApprovalRequest may be decided, and the approved call be made; after that the answer is no. From 10s to 168h; defaults to 15m.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Window)]
    public string? Expiry { get; init; }
}
