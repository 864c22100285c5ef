using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>
/// What agents may ask of one tool server. Several entries, of one policy or of several, may name the same server: their allows are united, a deny in any wins, and what none
/// allows is denied.
/// </summary>
[CelRule("!has(self.approval) || (has(self.tools) && has(self.tools.approve) && self.tools.approve.size() > 0)", RuleMessages.ApprovalNeedsApprove)]
public sealed record McpAccess
{
    /// <summary>The name of an McpServer in this namespace, or * for every one of them.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.ServerName)]
    public required string Server { get; init; }

    /// <summary>Which tools may be called.</summary>
    public ToolAccess? Tools { get; init; }

    /// <summary>How a human is asked about the tools of tools.approve.</summary>
    public ApprovalAccess? Approval { get; init; }

    /// <summary>Which resources may be read, by URI.</summary>
    public NameAccess? Resources { get; init; }

    /// <summary>Which prompts may be got, by name.</summary>
    public NameAccess? Prompts { get; init; }

    /// <summary>Whether the server may ask the agent's client to call a model. Not allowed where nothing says so; Deny wins.</summary>
    public Permission? Sampling { get; init; }

    /// <summary>Whether the server may ask the agent's client for input. Not allowed where nothing says so; Deny wins.</summary>
    public Permission? Elicitation { get; init; }

    /// <summary>Whether the server may ask for the agent's roots. Not allowed where nothing says so; Deny wins.</summary>
    public Permission? Roots { get; init; }
}
